// A paste that has been looked at: puts it into the fields and saves it, all rows at once.

import { cellIn, fill, isDirty, markOf, rowAt, say, sheet, valueOf } from "./cells.js";
import { take } from "./save.js";
import { enqueue } from "./send.js";
import { offer } from "./undo.js";

// Rows as the preview gave them; `reason` is null where no warning is accepted; `nowhere` is how
// many pasted cells have no field.
export function paste(rows, reason, nowhere) {
  const batch = rows.filter(({ place }) => rowAt(place)).map((one) => ({ ...one, fields: fillRow(one) }));
  const fail = (message) => {
    for (const { cell } of batch.flatMap(({ fields }) => fields)) {
      if (isDirty(cell)) say(cell, "failed", message);
    }
  };
  enqueue({
    key: "paste",
    important: true,
    address: sheet.dataset.save,
    say: () => ({ rows: batch.map((one) => said(one, reason)) }),
    failed: fail,
    done: (answer, ok) => {
      if (!ok) return fail(answer.message);
      answer.rows.forEach(take);
      const stored = new Map(answer.rows.map(({ place, cells }) => [place, cells]));
      offer(batch.map((one) => wayBack(one, stored.get(one.place))), nowhere);
    },
  });
}

function fillRow({ place, cells }) {
  return Object.entries(cells).flatMap(([name, text]) => {
    const cell = cellIn(rowAt(place), name);
    if (!cell || cell.readOnly || cell.disabled) return [];
    const earlier = valueOf(cell);
    fill(cell, text);
    say(cell, "saving");
    return [{ name, cell, earlier, pasted: valueOf(cell) }];
  });
}

function said({ place, accept, fields }, reason) {
  const cells = Object.fromEntries(
    fields.map(({ name, cell }) => [name, { text: valueOf(cell), seen: markOf(cell) }]),
  );
  rowAt(place).sent = cells;
  return { place, cells, ...(reason !== null && accept.length ? { accept, reason } : {}) };
}

// What puts a row back: the cells that were saved, with what followed from them, and the fields
// that were refused.
function wayBack({ place, before, fields }, stored) {
  const changed = Object.entries(before).filter(
    ([name, text]) => stored[name].stored !== text && ["saved", ""].includes(stored[name].state),
  );
  const refused = fields.filter(({ name }) => stored[name].state !== "saved");
  const cells = changed.map(([name, text]) => [name, { text, seen: stored[name].mark }]);
  return { place, cells: Object.fromEntries(cells), refused, saved: fields.length - refused.length };
}
