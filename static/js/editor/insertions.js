// What is put into an editor's text: a count from the list, or a beginning to go on from
// (<a data-insert="<p>…</p>" data-for="analysis">, and data-insert-full where the level that is
// chosen in the form says what it is; data-first: before what stands there). What was put in is
// told, where it can be seen.

function countsOf(node) {
  let count = 0;
  node.descendants((each) => {
    if (each.type.name === "reference") count += 1;
  });
  return count;
}

// With the script it does something here and leads nowhere: a button.
function buttonOf(link) {
  const button = document.createElement("button");
  for (const { name, value } of link.attributes) if (name.startsWith("data-")) button.setAttribute(name, value);
  Object.assign(button, { type: "button", className: "button-link", textContent: link.textContent });
  link.replaceWith(button);
  return button;
}

export function insertions(place, editor) {
  const told = place.querySelector("[role=status]");
  const tell = (key, words = "") => {
    told.textContent = `${place.dataset[key]} ${words}`.trim();
    told.scrollIntoView({ block: "nearest" });
  };
  const menu = place.querySelector("[data-editor-insert]");
  menu?.querySelector("button").addEventListener("click", () => {
    const select = menu.querySelector("select");
    const [choice] = select.selectedOptions;
    if (!choice?.value) return select.focus();
    const attrs = { token: choice.value, words: choice.dataset.words };
    editor.chain().focus().insertContent({ type: "reference", attrs }).run();
    select.value = "";
    tell("sayInserted", attrs.words);
  });
  if (menu) menu.hidden = false;
  const { name } = place.querySelector("textarea");
  for (const link of document.querySelectorAll(`a[data-insert][data-for="${name}"]`)) {
    const button = buttonOf(link);
    button.addEventListener("click", () => {
      const level = place.closest("form").elements.level?.value;
      const html = button.getAttribute(`data-insert-${level}`) ?? button.dataset.insert;
      // Beside what stands there; an empty text is nothing to stand beside.
      if (editor.isEmpty) editor.chain().setContent(html, { emitUpdate: true }).focus("start").run();
      else if ("first" in button.dataset) {
        // One after the other: in a chain the library believes that it stands there already.
        editor.commands.insertContentAt(0, html);
        editor.commands.focus("start");
      } else editor.chain().focus("end").insertContent(html).run();
      tell("sayDrafted");
    });
  }
  editor.on("update", ({ transaction }) => {
    if (countsOf(transaction.doc) < countsOf(transaction.before)) tell("sayRemoved");
  });
}
