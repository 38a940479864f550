// Rows that save themselves: <div data-rows> with <tbody data-row>, each with its own form.
// A row is saved when the focus leaves it (not with data-ask: then only by its button).
// What is typed while it is being saved is kept.

const page = document.querySelector("[data-rows]");
const sent = new WeakMap();

const rowOf = (element) => element.closest("[data-row]");
const formOf = (row) => row.querySelector("form");
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);
const valuesOf = (row) =>
  [...formOf(row).elements].filter((field) => field.id).map((field) => [field.id, valueOf(field)]);

function say(row, state) {
  row.dataset.state = state;
  const status = row.querySelector("[data-status]");
  if (status) status.textContent = page.dataset[state];
  if (state === "failed") document.getElementById("announcement").textContent = page.dataset.failed;
}

// Saves a row that the focus has left, unless it is being saved already.
function saveIfLeft(row) {
  const waits = row.dataset.state !== "unsaved" || "ask" in row.dataset;
  if (waits || !row.isConnected || row.contains(document.activeElement)) return;
  if (!formOf(row).matches(".htmx-request")) formOf(row).requestSubmit();
}

function typeAgain(rowId, values) {
  for (const [id, value] of values) {
    const field = document.getElementById(id);
    if (field) field[field.type === "checkbox" ? "checked" : "value"] = value;
  }
  const row = document.getElementById(rowId);
  say(row, "unsaved");
  saveIfLeft(row);
}

page.addEventListener("input", (event) => say(rowOf(event.target), "unsaved"));

page.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row) setTimeout(saveIfLeft, 0, row);
});

page.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || event.target.type !== "text") return;
  const column = [...page.querySelectorAll(`input[type="text"][name="${event.target.name}"]`)];
  const next = column[column.indexOf(event.target) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

page.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.localName !== "form") return;
  const row = rowOf(event.target);
  sent.set(row, new Map(valuesOf(row)));
  say(row, "saving");
});

page.addEventListener("htmx:beforeSwap", (event) => {
  const row = rowOf(event.detail.target);
  if (!row || !event.detail.shouldSwap) return;
  // The answer is not the row: it is the log-in page, when the session has ended.
  if (!event.detail.serverResponse.includes(`id="${row.id}"`)) {
    event.detail.shouldSwap = false;
    say(row, "failed");
    return;
  }
  const before = sent.get(row);
  const typed = before ? valuesOf(row).filter(([id, value]) => before.get(id) !== value) : [];
  if (typed.length) setTimeout(typeAgain, 0, row.id, typed);
});

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  page.addEventListener(name, (event) => say(rowOf(event.target), "failed"));
}

addEventListener("beforeunload", (event) => {
  const open = '[data-state="unsaved"], [data-state="saving"], [data-state="failed"]';
  if (page.querySelector(open)) event.preventDefault();
});
