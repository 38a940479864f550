// <div data-say="Laying out: 3 of 7" hx-get=…> is replaced again and again; what it says is read
// out where <p role="status" data-say-here> stands, but not more often than every five seconds.

const SECONDS = 5;
const here = document.querySelector("[data-say-here]");
let waiting = null;
let last = 0;

function say() {
  waiting = null;
  const text = document.querySelector("[data-say]")?.dataset.say ?? "";
  if (text === here.textContent) return;
  last = Date.now();
  here.textContent = text;
}

document.addEventListener("htmx:afterSettle", () => {
  if (here) waiting ??= setTimeout(say, Math.max(0, last + SECONDS * 1000 - Date.now()));
});
