// Saves rows of a sheet: all cells of a row that say something else than what is stored go together.

import {
  announce, cellIn, cellsOf, fill, isDirty, markOf, rowAt, rowOf, say, setMark, sheet, valueOf, words,
} from "./cells.js";
import { refreshProgress } from "./progress.js";
import { enqueue } from "./send.js";

// `more` holds the warnings that are accepted, and why, or asks only how the row stands (`look`);
// `force` saves also what was refused before.
export function save(row, more = {}, force = false) {
  const dirty = () => cellsOf(row).filter((cell) => isDirty(cell) && !cell.readOnly);
  const news = dirty().some((cell) => cell.dataset.refused !== valueOf(cell));
  if (!force && !news) return;
  enqueue({
    key: row.dataset.row,
    important: force,
    address: sheet.dataset.save,
    say: () => {
      const cells = dirty();
      if (!cells.length && !more.accept && !more.look) return null;
      const sent = {};
      for (const cell of cells) {
        sent[cell.dataset.cell] = { text: valueOf(cell), seen: markOf(cell) };
        say(cell, "saving");
      }
      row.sent = sent;
      return { rows: [{ place: row.dataset.row, cells: sent, ...more }] };
    },
    failed: () => dirty().forEach((cell) => say(cell, "failed")),
    done: (answer, ok) => (ok ? answer.rows.forEach(take) : refuse(row, answer.message)),
  });
}

function refuse(row, message) {
  for (const cell of cellsOf(row)) if (isDirty(cell)) say(cell, "failed", message);
}

export function take(answer) {
  const row = rowAt(answer.place);
  if (!row) return;
  const inNotes = document.activeElement?.closest("[data-notes]");
  for (const [name, said] of Object.entries(answer.cells)) {
    const cell = cellIn(row, name);
    if (cell) takeCell(cell, said, row.sent?.[name]);
  }
  for (const [id, html] of Object.entries(answer.html ?? {})) {
    const place = document.getElementById(id);
    if (place) place.innerHTML = html;
  }
  if (inNotes && rowOf(inNotes) === row) cellsOf(row)[0].focus();
  if (answer.locked) announce(answer.locked);
  refreshProgress();
}

function takeCell(cell, said, sent) {
  const untouched = sent ? valueOf(cell) === sent.text : !isDirty(cell);
  cell.dataset.stored = said.stored;
  if (said.state === "saved" || (!said.state && untouched)) setMark(cell, said.mark);
  if (said.state === "saved" && untouched) {
    fill(cell, said.text);
    say(cell, "saved");
    delete cell.dataset.refused;
    delete cell.dataset.drafted;
  } else if (said.state && untouched) {
    cell.dataset.refused = valueOf(cell);
    // The server keeps what it refuses as a draft.
    cell.dataset.drafted = valueOf(cell);
    say(cell, said.state);
    announce(`${words(said.state)} ${said.message}`);
  } else if (!said.state && untouched) {
    fill(cell, said.stored);
    if (cell.dataset.state !== "saved") say(cell, "");
  } else if (isDirty(cell)) {
    say(cell, "unsaved");
    if (document.activeElement !== cell) save(rowOf(cell));
  }
}
