// Keeps what is being written on the server, a moment after the last key and when the page is left.

import { allCells, fill, isDirty, isTick, markOf, rowOf, say, sheet, valueOf } from "./cells.js";
import { save } from "./save.js";
import { enqueue, isTroubled, post } from "./send.js";

const PAUSE = 700;
const timers = new WeakMap();
const BUSY = ["saving", "saved"];

const draftOf = (cell) => ({
  place: rowOf(cell).dataset.row,
  cell: cell.dataset.cell,
  text: valueOf(cell),
  seen: markOf(cell),
});

function keep(cell) {
  enqueue({
    key: `draft ${cell.id}`,
    address: sheet.dataset.draft,
    say: () => {
      const wanted = isDirty(cell) && cell.dataset.drafted !== valueOf(cell);
      if (!wanted) return null;
      cell.sentDraft = valueOf(cell);
      return draftOf(cell);
    },
    failed: () => say(cell, "failed"),
    done: (answer, ok) => {
      if (!ok) return say(cell, "failed", answer.message);
      cell.dataset.drafted = cell.sentDraft;
      if (isDirty(cell) && !BUSY.includes(cell.dataset.state) && !cell.dataset.refused) say(cell, "draft");
    },
  });
}

// Forget a draft: the cell says what is stored again.
export function restore(cell) {
  clearTimeout(timers.get(cell));
  fill(cell, cell.dataset.stored);
  delete cell.dataset.refused;
  delete cell.dataset.drafted;
  say(cell, "");
  enqueue({
    key: `drop ${cell.id}`,
    address: sheet.dataset.draft,
    say: () => (isDirty(cell) ? null : { ...draftOf(cell), drop: true }),
    done: () => {},
  });
  // What was said of the text under the row goes with it.
  const row = rowOf(cell);
  if (row.querySelector("[data-notes] > *")) save(row, { look: true }, true);
}

sheet.addEventListener("input", ({ target: cell }) => {
  if (!("cell" in cell.dataset)) return;
  delete cell.dataset.refused;
  say(cell, isDirty(cell) ? "unsaved" : "");
  clearTimeout(timers.get(cell));
  if (isTick(cell) || cell.localName === "select") save(rowOf(cell));
  else timers.set(cell, setTimeout(keep, PAUSE, cell));
});

sheet.addEventListener("focusout", ({ target: cell }) => {
  if (!("cell" in cell.dataset) || !isDirty(cell)) return;
  clearTimeout(timers.get(cell));
  save(rowOf(cell));
});

function keepAll() {
  for (const cell of allCells()) {
    if (cell.readOnly || !isDirty(cell) || cell.dataset.drafted === valueOf(cell)) continue;
    post(sheet.dataset.draft, draftOf(cell), { keepalive: true }).catch(() => {});
  }
}
addEventListener("pagehide", keepAll);
document.addEventListener("visibilitychange", () => document.hidden && keepAll());

// Only where it cannot be kept does leaving the page cost something.
addEventListener("beforeunload", (event) => {
  if (isTroubled() && allCells().some((cell) => isDirty(cell) && cell.dataset.drafted !== valueOf(cell))) {
    event.preventDefault();
  }
});
