// The cells of a sheet: what stands in them, what is stored, and how each one's saving goes.
// <div data-sheet> holds rows, <tbody data-row="measure:45">, with fields, <input data-cell="total"
// data-stored="86 %">. Words to say come as data-say-… on the sheet.

export const sheet = document.querySelector("[data-sheet]");
export const allCells = () => [...sheet.querySelectorAll("[data-cell]")];
export const rowOf = (element) => element.closest("[data-row]");
export const cellsOf = (row) => [...row.querySelectorAll("[data-cell]")];
export const cellIn = (row, name) => row.querySelector(`[data-cell="${name}"]`);
export const rowAt = (place) => sheet.querySelector(`[data-row="${place}"]`);
export const isTick = (cell) => cell.type === "checkbox";
export const valueOf = (cell) => (isTick(cell) ? (cell.checked ? "yes" : "") : cell.value);
export const isDirty = (cell) => valueOf(cell) !== cell.dataset.stored;
export const words = (key) => sheet.dataset[`say${key[0].toUpperCase()}${key.slice(1)}`] ?? "";

// A word that is not in a list stands there too, until another is chosen.
export function fill(cell, text) {
  if (isTick(cell)) cell.checked = text !== "";
  else cell.value = text;
  if (cell.value !== text && cell.localName === "select") cell.add(new Option(text, text, true, true));
  cell.dispatchEvent(new CustomEvent("sheet:filled", { bubbles: true }));
}

const marks = (row) => row.querySelector("input[name='seen']");
export const markOf = (cell) => JSON.parse(marks(rowOf(cell)).value)[cell.dataset.cell];
export function setMark(cell, mark) {
  const field = marks(rowOf(cell));
  field.value = JSON.stringify({ ...JSON.parse(field.value), [cell.dataset.cell]: mark });
}

// States: unsaved, draft, saving, saved, failed, invalid, warning, conflict, locked, or none.
export function say(cell, state, message = "") {
  cell.dataset.state = state;
  cell.toggleAttribute("aria-invalid", state === "invalid");
  if (state === "invalid") cell.setAttribute("aria-invalid", "true");
  const place = document.getElementById(`${cell.id}-state`);
  if (place) place.textContent = state ? message || words(state) : "";
  count();
}

export function announce(text) {
  document.getElementById("announcement").textContent = text;
}

// How many cells say something that is not stored, for the head of the page.
export function count() {
  const open = allCells().filter((cell) => isDirty(cell) && !cell.readOnly);
  const place = document.getElementById("unsaved");
  place.hidden = open.length === 0;
  place.querySelector("[data-count]").textContent = open.length;
  const first = place.querySelector("a");
  if (open.length) first.href = `#${open[0].id}`;
}
