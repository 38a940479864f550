// Tells how a paste went, and takes it back: by its button, or with Ctrl+Z before anything is typed.

import { fill, rowAt, sheet, valueOf } from "./cells.js";
import { restore } from "./drafts.js";
import { take } from "./save.js";
import { enqueue } from "./send.js";

const bar = document.getElementById("paste-done");
const [undoButton, closeButton] = ["undo", "close"].map((name) => bar.querySelector(`[data-${name}]`));
let last = null;
// Where the focus goes when the bar with its buttons is gone.
let home = null;
let isFresh = false;

const sum = (rows, count) => rows.reduce((total, row) => total + count(row), 0);
const inWords = (key, number) => (number ? bar.dataset[key].replace("NUMBER", number) : "");

export function tell(...texts) {
  const text = texts.filter(Boolean).join(" ");
  bar.querySelector("p").textContent = text;
  bar.toggleAttribute("data-open", text !== "");
  undoButton.hidden = !last;
  closeButton.hidden = !text;
}

// Rows with the cells that put them back, and the fields that were refused.
export function offer(rows, nowhere) {
  last = rows;
  home = rowAt(rows[0].place).querySelector("[data-cell]");
  isFresh = true;
  const kept = sum(rows, ({ refused }) => refused.length);
  const saved = String(sum(rows, (row) => row.saved));
  tell(inWords("sayDone", saved), inWords("sayKept", kept), inWords("sayNowhere", nowhere));
}

// A field that was refused says what it said before, unless somebody has gone on writing in it.
function takeBack({ cell, earlier, pasted }) {
  if (valueOf(cell) !== pasted) return;
  if (earlier === cell.dataset.stored) return restore(cell);
  fill(cell, earlier);
  cell.dispatchEvent(new Event("input", { bubbles: true }));
}

function undo() {
  const rows = last.map(({ place, cells }) => ({ place, cells }));
  for (const { refused } of last) refused.forEach(takeBack);
  last = null;
  if (document.activeElement === undoButton) closeButton.focus();
  undoButton.hidden = true;
  enqueue({
    key: "undo",
    important: true,
    address: document.getElementById("paste").dataset.undo,
    say: () => {
      // The answer is held against what is stored, not against what the paste sent.
      for (const { place } of rows) delete rowAt(place).sent;
      return { rows };
    },
    done: (answer, ok) => {
      if (!ok) return tell(answer.message);
      answer.rows.forEach(take);
      tell(inWords("sayUndone", String(answer.back)), inWords("sayLeft", answer.left));
    },
  });
}

undoButton.addEventListener("click", undo);
closeButton.addEventListener("click", () => {
  last = null;
  tell();
  home?.focus();
});
sheet.addEventListener("input", () => {
  isFresh = false;
});
sheet.addEventListener("keydown", (event) => {
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z";
  if (!isUndo || !isFresh || !last) return;
  event.preventDefault();
  undo();
});
