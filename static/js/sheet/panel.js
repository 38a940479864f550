// The panel about a value: Ctrl+Enter in a cell, or the row's link, opens its page beside the sheet.
// <dialog id="sheet-panel" data-panel> has a place for the page's text; Esc closes, and the focus
// goes back to where it was.

import { rowAt, rowOf, sheet } from "./cells.js";
import { save, take } from "./save.js";
import { enqueue, isTroubled } from "./send.js";

const panel = document.getElementById("sheet-panel");
const place = panel.querySelector("[data-panel]");
const loading = place.innerHTML;
const HEADERS = { "X-Requested-With": "fetch" };
let shown = "";

function show(html) {
  place.innerHTML = html;
  panel.scrollTop = 0;
  place.querySelector("[data-said]")?.focus();
}

// Whoever has opened another one meanwhile, or closed the panel, does not want this any more.
async function load(address) {
  const response = await fetch(address, { headers: HEADERS }).catch(() => null);
  if (shown !== address || !panel.open) return;
  if (response?.ok && !response.redirected) show(await response.text());
  else place.querySelector("[data-loading]").textContent = panel.dataset.failed;
}

function open(link) {
  const row = rowOf(link);
  shown = link.href;
  place.innerHTML = loading;
  panel.showModal();
  // What stands in the row is saved first, so that the panel tells of it.
  if (row) save(row);
  if (isTroubled()) load(link.href);
  else enqueue({ key: `panel ${link.href}`, important: true, say: () => void load(link.href) });
}

sheet.addEventListener("click", (event) => {
  const link = event.target.closest("[data-details]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link);
});

sheet.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !event.ctrlKey || event.isComposing || !("cell" in event.target.dataset)) return;
  event.preventDefault();
  open(rowOf(event.target).querySelector("[data-details]"));
});

// Restoring answers with the panel as it is now, and the row of the sheet.
panel.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  const sent = { method: "POST", headers: HEADERS, body: new FormData(form) };
  const response = await fetch(form.action, sent).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (!answer) return form.submit();
  show(answer.html);
  if (!answer.row) return;
  // Cells are compared with what is stored now, not with what was last sent from here.
  delete rowAt(answer.row.place)?.sent;
  take(answer.row);
});

// A click beside the panel closes it.
panel.addEventListener("click", (event) => event.target === panel && panel.close());
