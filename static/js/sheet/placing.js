// Where pasted cells belong: right and down from a cell of the sheet.

import { cellIn, markOf, rowAt, rowOf, sheet } from "./cells.js";

const order = document.getElementById("paste").dataset.columns.split(" ");
// As many as the server takes at once.
export const MOST = 500;

// Prose with several paragraphs goes into its text; a column of texts comes as a table.
export function isBlock(cells, cell, clipboard) {
  if (cells.length === 1 && cells[0].length === 1) return false;
  const isTable = cells[0].length > 1 || /<table/i.test(clipboard.getData("text/html"));
  return isTable || cell.localName !== "textarea";
}

// Which cell each text belongs to; the day has no column of its own unless one begins there.
export function place(cells, first) {
  const columns = order.filter((name) => name !== "expected_on" || name === first.dataset.cell);
  const rows = [...sheet.querySelectorAll("[data-row]")].slice(0, MOST);
  const [top, left] = [rows.indexOf(rowOf(first)), columns.indexOf(first.dataset.cell)];
  const plan = { rows: [], beyond: [] };
  cells.forEach((texts, down) => {
    const row = rows[top + down];
    const own = {};
    texts.forEach((text, right) => {
      const name = columns[left + right];
      if (row && name) own[name] = text;
      else if (text.trim()) plan.beyond.push(text);
    });
    if (row) plan.rows.push({ place: row.dataset.row, texts: own });
  });
  return plan;
}

// The marks of what stands there now; a locked row has none, and the server knows that it is.
export function withMarks({ place: where, texts }) {
  const isOpen = rowAt(where).querySelector("input[name='seen']");
  const seen = (name) => {
    const cell = isOpen && cellIn(rowAt(where), name);
    return cell ? markOf(cell) : "";
  };
  const cells = Object.entries(texts).map(([name, text]) => [name, { text, seen: seen(name) }]);
  return { place: where, cells: Object.fromEntries(cells) };
}
