// Pasting several cells from a spreadsheet: they fill right and down from the cell with the focus.
// The server tells first what would become of each; nothing is pasted before that has been seen.

import { announce, sheet } from "./cells.js";
import { paste } from "./pasted.js";
import { isBlock, MOST, place, withMarks } from "./placing.js";
import { enqueue } from "./send.js";
import { parse } from "./tsv.js";
import { tell } from "./undo.js";

const dialog = document.getElementById("paste");
let latest;

function ask(plan) {
  latest = plan;
  announce(dialog.dataset.sayReading);
  enqueue({
    key: "preview",
    important: true,
    address: dialog.dataset.preview,
    say: () => (plan === latest ? { rows: plan.rows.map(withMarks), beyond: plan.beyond.slice(0, MOST) } : null),
    done: (answer, ok) => (ok ? show(answer) : tell(answer.message ?? dialog.dataset.sayFailed)),
  });
}

function show(answer) {
  if (dialog.open) return;
  dialog.innerHTML = answer.html;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "paste") return;
    const { accept, reason } = dialog.querySelector("form").elements;
    const nowhere = dialog.querySelectorAll("[data-fate='nowhere'], .paste__beyond span").length;
    paste(answer.rows, accept?.checked ? reason.value.trim() : null, nowhere);
  }, { once: true });
  dialog.showModal();
}

sheet.addEventListener("paste", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (!cell || cell.readOnly) return;
  const cells = parse(event.clipboardData.getData("text/plain"));
  if (!isBlock(cells, cell, event.clipboardData)) return;
  event.preventDefault();
  ask(place(cells, cell));
});
