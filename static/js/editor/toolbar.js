// The buttons over an editor: one stop for Tab, arrows between them. <button data-do="bold">.

const DOES = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bulletList: (chain) => chain.toggleBulletList(),
  orderedList: (chain) => chain.toggleOrderedList(),
  heading3: (chain) => chain.toggleHeading({ level: 3 }),
  heading4: (chain) => chain.toggleHeading({ level: 4 }),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

const isOn = (editor, name) =>
  name.startsWith("heading") ? editor.isActive("heading", { level: Number(name.at(-1)) }) : editor.isActive(name);

function links(place, editor) {
  const panel = place.querySelector("[data-editor-link]");
  const address = panel.querySelector("input");
  const close = () => {
    panel.hidden = true;
  };
  const open = () => {
    panel.hidden = false;
    address.value = editor.getAttributes("link").href ?? "https://";
    address.focus();
  };
  const link = () => {
    if (!/^(https?:\/\/|mailto:)\S/i.test(address.value.trim())) return address.focus();
    const chain = editor.chain().focus().extendMarkRange("link");
    const href = address.value.trim();
    if (editor.state.selection.empty && !editor.isActive("link")) {
      chain.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
    close();
  };
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === address) (event.preventDefault(), link());
    if (event.key === "Escape") (close(), editor.commands.focus());
  });
  panel.querySelector("[data-do-link]").addEventListener("click", link);
  panel.querySelector("[data-do-unlink]").addEventListener("click", () => {
    editor.chain().focus().extendMarkRange("link").unsetLink().run();
    close();
  });
  editor.view.dom.addEventListener("editor:link", open);
  return open;
}

export function toolbar(place, editor) {
  const bar = place.querySelector("[role=toolbar]");
  const buttons = [...bar.querySelectorAll("button")];
  const openLink = links(place, editor);
  const show = () => {
    for (const button of buttons) {
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", isOn(editor, button.dataset.do));
    }
  };
  // The text keeps the focus: what is typed right after a click is not lost on its way back.
  bar.addEventListener("mousedown", (event) => event.preventDefault());
  bar.addEventListener("click", ({ target }) => {
    const name = target.closest("button")?.dataset.do;
    if (name === "link") openLink();
    else if (name) DOES[name](editor.chain().focus()).run();
  });
  bar.addEventListener("keydown", ({ key, target }) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    if (step) buttons.at((buttons.indexOf(target) + step) % buttons.length).focus();
  });
  bar.addEventListener("focusin", ({ target }) => {
    for (const button of buttons) button.tabIndex = button === target ? 0 : -1;
  });
  for (const button of buttons.slice(1)) button.tabIndex = -1;
  editor.on("transaction", show);
  show();
  bar.hidden = false;
}
