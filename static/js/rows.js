// Rows that save themselves: <div data-rows> with <tbody data-row>, each with its own form.
// A row is saved when the focus leaves it. What is typed while it is being saved is kept.

const page = document.querySelector("[data-rows]");
const sent = new WeakMap();

const rowOf = (element) => element.closest?.("[data-row]");
const formOf = (row) => row.querySelector("form");
const fieldsOf = (row) => [...formOf(row).elements].filter((field) => field.id);
const valueOf = (field) => (field.type === "checkbox" ? field.checked : field.value);

function say(row, state) {
  const status = row.querySelector("[data-status]");
  row.dataset.state = state;
  if (status) status.textContent = page.dataset[state];
}

function fail(row) {
  say(row, "failed");
  document.getElementById("announcement").textContent = page.dataset.failed;
}

page.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (row) say(row, "unsaved");
});

page.addEventListener("focusout", (event) => {
  const row = rowOf(event.target);
  if (row?.dataset.state === "unsaved" && !row.contains(event.relatedTarget)) {
    formOf(row).requestSubmit();
  }
});

page.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  if (event.target.type !== "text") return;
  const column = [...page.querySelectorAll(`input[type="text"][name="${event.target.name}"]`)];
  const next = column[column.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

page.addEventListener("htmx:beforeRequest", (event) => {
  const row = rowOf(event.target);
  if (!row || event.target !== formOf(row)) return;
  sent.set(row, new Map(fieldsOf(row).map((field) => [field.id, valueOf(field)])));
  say(row, "saving");
});

page.addEventListener("htmx:beforeSwap", (event) => {
  const row = rowOf(event.detail.target);
  if (!row || event.detail.xhr.status >= 500) return;
  // The answer is not the row: the log-in page, when the session has ended.
  if (!event.detail.serverResponse.includes(`id="${row.id}"`)) {
    event.detail.shouldSwap = false;
    fail(row);
    return;
  }
  const before = sent.get(row);
  const typed = before
    ? fieldsOf(row).filter((field) => before.has(field.id) && before.get(field.id) !== valueOf(field))
    : [];
  if (typed.length) setTimeout(() => keep(row.id, typed.map((field) => [field.id, valueOf(field)])));
});

function keep(rowId, typed) {
  for (const [id, value] of typed) {
    const field = document.getElementById(id);
    if (field?.type === "checkbox") field.checked = value;
    else if (field) field.value = value;
  }
  say(document.getElementById(rowId), "unsaved");
}

for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  page.addEventListener(name, (event) => fail(rowOf(event.target)));
}

addEventListener("beforeunload", (event) => {
  if (page.querySelector('[data-state="unsaved"], [data-state="failed"]')) event.preventDefault();
});
