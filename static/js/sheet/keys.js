// Moving in a sheet by keyboard. Tab goes as in every form; the help behind "?" tells the rest.

import { allCells, cellIn, rowOf, sheet } from "./cells.js";
import { restore } from "./drafts.js";

const help = document.getElementById("sheet-help");
const isLine = (cell) => cell.localName === "input" && cell.type === "text";

function go(cell) {
  if (!cell) return;
  cell.focus();
  cell.select?.();
  cell.scrollIntoView({ block: "nearest" });
}

// The same column of the next row that has it; from the last one, nowhere.
function vertical(cell, step) {
  const rows = [...sheet.querySelectorAll("[data-row]")];
  for (let at = rows.indexOf(rowOf(cell)) + step; rows[at]; at += step) {
    const next = cellIn(rows[at], cell.dataset.cell);
    if (next && !next.closest("[hidden]")) return go(next);
  }
}

function horizontal(cell, step) {
  const cells = allCells().filter((one) => !one.closest("[hidden]"));
  go(cells[cells.indexOf(cell) + step]);
}

const isWhole = (cell) => cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
const atStart = (cell) => cell.selectionEnd === 0 || isWhole(cell);
const atEnd = (cell) => cell.selectionStart === cell.value.length || isWhole(cell);

const MOVES = {
  Enter: (cell, event) => cell.localName !== "textarea" && vertical(cell, event.shiftKey ? -1 : 1),
  ArrowDown: (cell) => isLine(cell) && vertical(cell, 1),
  ArrowUp: (cell) => isLine(cell) && vertical(cell, -1),
  ArrowLeft: (cell) => isLine(cell) && atStart(cell) && horizontal(cell, -1),
  ArrowRight: (cell) => isLine(cell) && atEnd(cell) && horizontal(cell, 1),
};

sheet.addEventListener("keydown", (event) => {
  const cell = event.target;
  if (!("cell" in cell.dataset) || event.altKey || event.metaKey || event.isComposing) return;
  if (event.key === "Escape") restore(cell);
  else if (event.key === "?" && isLine(cell)) help.showModal();
  else if (event.key === "F2" && isLine(cell)) cell.setSelectionRange(cell.value.length, cell.value.length);
  else if (event.ctrlKey || !MOVES[event.key]) return;
  else if (MOVES[event.key](cell, event) === false) return;
  event.preventDefault();
});

sheet.addEventListener("focusin", ({ target: cell }) => {
  if ("cell" in cell.dataset && isLine(cell)) cell.select();
});

document.querySelector("[data-sheet-help]").addEventListener("click", () => help.showModal());
document.addEventListener("keydown", (event) => {
  const writes = event.target.matches?.("input, textarea, select");
  if (event.key === "?" && !writes && !help.open) help.showModal();
});
