// How far the page has come, in its head and in its filters: counted by the server, never here.

import { sheet } from "./cells.js";

let timer;

// The head of the page is counted by the server, a moment after the last saving.
export function refreshProgress() {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    const response = await fetch(sheet.dataset.progress, {
      headers: { "X-Requested-With": "fetch" },
    }).catch(() => null);
    if (!response?.ok) return;
    const place = document.getElementById("progress");
    place.innerHTML = await response.text();
    for (const told of place.querySelectorAll("[data-filter-count]")) {
      const count = document.querySelector(`[data-filter="${told.dataset.filterCount}"]`);
      if (count) count.textContent = told.value;
    }
  }, 400);
}
