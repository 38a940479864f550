// Whether instructions are folded is remembered by the browser, for all sections and for a year:
// <details data-instructions>. The server folds them; see reports/views/sections.py.

const YEAR = 60 * 60 * 24 * 365;
const details = document.querySelector("[data-instructions]");

details?.addEventListener("toggle", () => {
  const said = details.open ? "visas" : "dolda";
  document.cookie = `instruktioner=${said}; path=/; max-age=${YEAR}; samesite=lax`;
});
