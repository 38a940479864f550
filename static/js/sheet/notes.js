// What stands under a row: warnings to accept, and what somebody else has saved meanwhile.
// The buttons carry data-accept, data-mine and data-theirs; without scripts they post the row.

import { cellIn, rowOf, setMark, sheet, valueOf } from "./cells.js";
import { restore } from "./drafts.js";
import { save } from "./save.js";

function accept(row) {
  const ticked = [...row.querySelectorAll("[name='accept']:checked")].map((box) => box.value);
  const reason = row.querySelector("[name='reason']")?.value.trim() ?? "";
  const all = [...row.querySelectorAll("[name='accept']")].map((box) => box.value);
  // A reason without a tick is meant for all of them.
  const codes = ticked.length || !reason ? ticked : all;
  if (codes.length) save(row, { accept: codes, reason }, true);
  else row.querySelector("[name='accept']").focus();
}

sheet.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const row = rowOf(button);
  if ("accept" in button.dataset) accept(row);
  else if ("mine" in button.dataset) {
    setMark(cellIn(row, button.dataset.mine), button.dataset.mark);
    save(row, {}, true);
  } else if ("theirs" in button.dataset) {
    const cell = cellIn(row, button.dataset.theirs);
    setMark(cell, button.dataset.mark);
    restore(cell);
    button.closest("[data-conflict]").remove();
    cell.focus();
  } else return;
  event.preventDefault();
});

// An outcome that comes later has a day.
function showDay({ target: cell }) {
  const day = cell.dataset?.cell === "state" && cellIn(rowOf(cell), "expected_on");
  if (day) day.closest("[data-day]").hidden = valueOf(cell) !== "later" && !day.value;
}
for (const name of ["input", "sheet:filled"]) sheet.addEventListener(name, showDay);

