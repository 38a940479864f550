// Moving in a sheet by keyboard. Tab goes as in every form; the help behind "?" tells the rest.

import { allCells, cellIn, rowOf, sheet } from "./cells.js";
import { restore } from "./drafts.js";
import { save } from "./save.js";

const help = document.getElementById("sheet-help");
// The column in which one began before going sideways: Enter goes back to it, as in a spreadsheet.
let origin = "";
let sideways = false;
const isLine = (cell) => cell.localName === "input" && cell.type === "text";

function go(cell) {
  if (!cell) return;
  cell.focus();
  cell.select?.();
  cell.scrollIntoView({ block: "nearest" });
}

// A column of the next row that has it; from the last one there is nowhere to go: it is saved.
function vertical(cell, step, column = cell.dataset.cell) {
  const rows = [...sheet.querySelectorAll("[data-row]")];
  for (let at = rows.indexOf(rowOf(cell)) + step; rows[at]; at += step) {
    const next = cellIn(rows[at], column);
    if (next && !next.closest("[hidden]")) return go(next);
  }
  save(rowOf(cell));
}

function horizontal(cell, step) {
  const cells = allCells().filter((one) => !one.closest("[hidden]"));
  sideways = true;
  go(cells[cells.indexOf(cell) + step]);
}

const isWhole = (cell) => cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;
const atStart = (cell) => cell.selectionEnd === 0 || isWhole(cell);
const atEnd = (cell) => cell.selectionStart === cell.value.length || isWhole(cell);

const MOVES = {
  Enter: (cell, event) => cell.localName !== "textarea" && vertical(cell, event.shiftKey ? -1 : 1, origin),
  ArrowDown: (cell) => isLine(cell) && vertical(cell, 1),
  ArrowUp: (cell) => isLine(cell) && vertical(cell, -1),
  ArrowLeft: (cell) => isLine(cell) && atStart(cell) && horizontal(cell, -1),
  ArrowRight: (cell) => isLine(cell) && atEnd(cell) && horizontal(cell, 1),
};

sheet.addEventListener("keydown", (event) => {
  const cell = event.target;
  sideways = event.key === "Tab";
  if (!("cell" in cell.dataset) || event.metaKey || event.isComposing) return;
  if (event.altKey) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    vertical(cell, step);
  } else if (event.key === "Escape") restore(cell);
  else if (event.key === "?" && isLine(cell)) help.showModal();
  else if (event.key === "F2" && isLine(cell)) cell.setSelectionRange(cell.value.length, cell.value.length);
  else if (event.ctrlKey || !MOVES[event.key]) return;
  else if (MOVES[event.key](cell, event) === false) return;
  event.preventDefault();
});

sheet.addEventListener("focusin", ({ target: cell }) => {
  if (!("cell" in cell.dataset)) return;
  if (!sideways || !origin) origin = cell.dataset.cell;
  sideways = false;
  if (isLine(cell)) cell.select();
});

document.querySelector("[data-sheet-help]").addEventListener("click", () => help.showModal());
document.addEventListener("keydown", (event) => {
  const writes = event.target.matches?.("input, textarea, select");
  if (event.key === "?" && !writes && !help.open) help.showModal();
});
