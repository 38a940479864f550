// What is put into an editor's text: a count from the list, or a beginning to go on from
// (<a data-insert="<p>…</p>" data-for="analysis">, and data-insert-full where the level that is
// chosen in the form says what it is). What was put in is told.

function countsOf(node) {
  let count = 0;
  node.descendants((each) => {
    if (each.type.name === "reference") count += 1;
  });
  return count;
}

export function insertions(place, editor) {
  const told = place.querySelector("[role=status]");
  const tell = (key, words = "") => {
    told.textContent = `${place.dataset[key]} ${words}`.trim();
  };
  const menu = place.querySelector("[data-editor-insert]");
  menu?.querySelector("button").addEventListener("click", () => {
    const [choice] = menu.querySelector("select").selectedOptions;
    if (!choice?.value) return menu.querySelector("select").focus();
    const attrs = { token: choice.value, words: choice.dataset.words };
    editor.chain().focus().insertContent({ type: "reference", attrs }).run();
    tell("sayInserted", attrs.words);
  });
  if (menu) menu.hidden = false;
  const { name } = place.querySelector("textarea");
  for (const link of document.querySelectorAll(`[data-insert][data-for="${name}"]`)) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const level = place.closest("form").elements.level?.value;
      const html = link.getAttribute(`data-insert-${level}`) ?? link.dataset.insert;
      // After what stands there; an empty text is nothing to stand after.
      if (editor.isEmpty) editor.chain().setContent(html, { emitUpdate: true }).focus("start").run();
      else editor.chain().focus("end").insertContent(html).run();
      tell("sayDrafted");
    });
  }
  editor.on("update", ({ transaction }) => {
    if (countsOf(transaction.doc) < countsOf(transaction.before)) tell("sayRemoved");
  });
}
