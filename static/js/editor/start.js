// A text area that becomes an editor: <div data-editor data-library="…/editor.js" data-html="…">.
// As long as nobody has changed anything, the form sends the text as it was; then it sends HTML and
// says so in the field <name>_format. Without this script the text area stays.

import { insertions } from "./insertions.js";
import { nodes } from "./nodes.js";
import { toolbar } from "./toolbar.js";

// What is written stays clear of a bar at the bottom of the window.
const ABOVE_BAR = { top: 8, right: 0, bottom: 88, left: 0 };
const ROOM = { scrollThreshold: ABOVE_BAR, scrollMargin: ABOVE_BAR };
const EMPTY = /^<p><\/p>$/;

function attributesOf(area, label) {
  const said = { id: area.id, role: "textbox", "aria-multiline": "true", "aria-labelledby": label.id };
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (area.hasAttribute(name)) said[name] = area.getAttribute(name);
  }
  return { ...said, class: "editor__area prose", spellcheck: "true" };
}

async function start(place) {
  const area = place.querySelector("textarea");
  if (area.readOnly || area.disabled) return;
  const library = await import(place.dataset.library);
  // Whoever has begun to write while it was on its way goes on where they are.
  if (area.value !== area.defaultValue || area === document.activeElement) return;
  const label = document.querySelector(`label[for="${area.id}"]`);
  label.id ||= `${area.id}_label`;
  const format = place.querySelector("[data-editor-format]");
  const editor = new library.Editor({
    element: place.querySelector("[data-editor-place]"),
    extensions: nodes(library),
    content: place.dataset.html,
    injectCSS: false,
    editorProps: { attributes: attributesOf(area, label), ...ROOM },
    onUpdate({ editor }) {
      const html = editor.getHTML();
      area.value = EMPTY.test(html) ? "" : html;
      format.value = "html";
      area.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  // What leads to the field leads to where one writes.
  area.removeAttribute("id");
  area.hidden = true;
  label.addEventListener("click", () => editor.commands.focus());
  toolbar(place, editor);
  insertions(place, editor);
  place.dataset.editor = "started";
}

for (const place of document.querySelectorAll("[data-editor]")) {
  start(place).catch((error) => console.error(error));
}
