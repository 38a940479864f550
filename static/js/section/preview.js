// Beside a text that is written, how it will stand in the report: <section data-preview="address">
// with a place [data-preview-place]. The server makes it of what is in the form, at most one at a
// time; what comes meanwhile is asked for when the answer has come. It is not read out.

const PAUSE = 500;
const SOON = 1500;
const SLOW = 20_000;
const shown = document.querySelector("[data-preview]");
const form = document.querySelector("form[data-sheet]");
const place = shown?.querySelector("[data-preview-place]");
let timer;
let asked = false;
let waiting = false;

function said() {
  const fields = new FormData(form);
  return new URLSearchParams([...fields].map(([name, value]) => [name, String(value)]));
}

function later(after) {
  clearTimeout(timer);
  timer = setTimeout(show, after);
}

function tell(message) {
  const note = document.createElement("p");
  note.className = "notice notice--warning";
  note.textContent = message;
  place.querySelector(".notice")?.remove();
  place.prepend(note);
}

async function show() {
  if (asked) return (waiting = true);
  asked = true;
  let answer;
  try {
    answer = await fetch(shown.dataset.preview, {
      method: "POST",
      body: said(),
      headers: { "X-Requested-With": "fetch" },
      signal: AbortSignal.timeout(SLOW),
    });
    if (answer.ok) {
      place.innerHTML = await answer.text();
      shown.dispatchEvent(new Event("previewed", { bubbles: true }));
    } else if (answer.status === 422) tell((await answer.json()).message);
    else if (answer.status === 429) later(SOON);
    else tell(shown.dataset.sayFailed);
  } catch {
    tell(shown.dataset.sayFailed);
  }
  asked = false;
  if (waiting) later(PAUSE);
  waiting = false;
}

if (shown && form) {
  form.querySelector("[data-preview-button]")?.setAttribute("hidden", "");
  form.addEventListener("input", () => later(PAUSE));
}
