// Tells the others in which cell one is writing, and marks where they are.

import { announce, cellIn, rowAt, rowOf, sheet, words } from "./cells.js";
import { post } from "./send.js";

const EVERY = 10_000;
let soon;

function at() {
  const cell = document.activeElement;
  if (!cell?.dataset?.cell || document.hidden) return { place: "" };
  return { place: rowOf(cell).dataset.row, cell: cell.dataset.cell };
}

function mark({ place, cell: name, name: who }) {
  const row = rowAt(place);
  const cell = row && cellIn(row, name);
  if (!cell) return;
  const note = document.createElement("span");
  note.className = "cell__who";
  note.textContent = words("editing").replace("NAME", who);
  cell.parentElement.append(note);
}

async function tell() {
  const response = await post(sheet.dataset.presence, at()).catch(() => null);
  if (!response?.ok) return;
  const answer = await response.json();
  const before = sheet.querySelectorAll(".cell__who").length;
  for (const note of sheet.querySelectorAll(".cell__who")) note.remove();
  answer.others.forEach(mark);
  if (answer.others.length > before) announce(answer.others.map((one) => words("editing").replace("NAME", one.name)).join(" "));
  const closed = document.getElementById("sheet-closed");
  if (closed) closed.hidden = answer.open;
}

// Somebody who walks through the cells tells where they stop.
sheet.addEventListener("focusin", () => {
  clearTimeout(soon);
  soon = setTimeout(tell, 500);
});
setInterval(() => document.hidden || tell(), EVERY);
addEventListener("pagehide", () => post(sheet.dataset.presence, { place: "" }, { keepalive: true }).catch(() => {}));
tell();
