// What a text can hold. Lists are flat: an item holds words, so that Tab leaves the editor.

import { reference } from "./reference.js";

export function nodes(library) {
  const { Bold, BulletList, Document, HardBreak, Heading, History, Italic, Link, ListItem } = library;
  const Item = ListItem.extend({
    content: "paragraph",
    addKeyboardShortcuts() {
      return { Enter: () => this.editor.commands.splitListItem(this.name) };
    },
  });
  const Numbered = BulletList.extend({
    name: "orderedList",
    parseHTML: () => [{ tag: "ol" }],
    renderHTML: () => ["ol", 0],
    addCommands() {
      return { toggleOrderedList: () => ({ commands }) => commands.toggleList(this.name, "listItem") };
    },
    addKeyboardShortcuts() {
      return { "Mod-Shift-7": () => this.editor.commands.toggleOrderedList() };
    },
    addInputRules: () => [],
  });
  // Its own dialogue is not in our words.
  const Address = Link.extend({
    addKeyboardShortcuts() {
      return { "Mod-k": () => this.editor.view.dom.dispatchEvent(new CustomEvent("editor:link")) };
    },
  }).configure({ autolink: false, linkOnPaste: true, openOnClick: false, enableTarget: false });
  const plain = [Document, library.Paragraph, library.Text, HardBreak, Bold, Italic, History];
  return [...plain, Heading.configure({ levels: [3, 4] }), BulletList, Numbered, Item, Address, reference(library)];
}
