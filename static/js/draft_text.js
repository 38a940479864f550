// A form whose text is kept as a draft on the server while it is written:
// <form data-sheet data-place="goal:5" data-draft="…" data-person="…"
//   data-cells='{"analysis": {"stored": "…", "seen": "…"}}'>. Words to say come as data-say-….
// It is sent when everything in it has been kept, so that nothing is lost on the way; so is another
// form of the page that says data-keeps, since the page it leads to shows what was kept.

import { catchUp, noteSent } from "./late_draft.js";
import { sheet as form, words } from "./sheet/cells.js";
import { enqueue, isTroubled, post } from "./sheet/send.js";

const PAUSE = 700;
const cells = JSON.parse(form.dataset.cells);
const names = Object.keys(cells);
const place = form.querySelector("[data-draft-state]");
// Boxes with one name say what is ticked, a line for each.
function valueOf(name) {
  const boxes = [...form.querySelectorAll(`input[type=checkbox][name="${name}"]`)];
  if (!boxes.length) return form.elements[name].value;
  return boxes.filter((box) => box.checked).map((box) => box.value).join("\n");
}
const formatOf = (name) => form.elements[`${name}_format`]?.value || "text";
let timer;
let leaving = false;
// A form that is sent now that all that was written has been kept.
let kept = false;

// What the server has: the draft that the page was opened with, or what is stored.
for (const name of names) cells[name].kept = valueOf(name);
const isKept = (name) => valueOf(name) === cells[name].kept;

function tell(state, message = "") {
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  place.textContent = message || (state === "draft" ? `${words(state)} ${time}` : words(state));
}

function draftOf(name) {
  const text = valueOf(name);
  const { seen, stored } = cells[name];
  const said = { place: form.dataset.place, cell: name, text, seen, format: formatOf(name) };
  return text === stored ? { ...said, drop: true } : said;
}

function keep(name) {
  enqueue({
    key: `draft ${name}`,
    address: form.dataset.draft,
    say: () => {
      if (isKept(name)) return null;
      cells[name].sent = valueOf(name);
      return draftOf(name);
    },
    failed: () => tell("failed"),
    done: (answer, ok) => {
      if (!ok) return tell("failed", answer.message);
      cells[name].kept = cells[name].sent;
      if (names.every(isKept)) tell("draft");
    },
  });
}

form.addEventListener("input", () => {
  tell("unsaved");
  clearTimeout(timer);
  timer = setTimeout(() => names.forEach(keep), PAUSE);
});

// Another form of the page forgets what is written here, unless it says that it keeps it.
document.addEventListener("submit", (event) => {
  const { submitter, target } = event;
  leaving ||= target !== form && !("keeps" in target.dataset);
  clearTimeout(timer);
  if (leaving || target === kept) return;
  event.preventDefault();
  names.forEach(keep);
  // Later: a browser ignores a form that is sent again while it is being sent.
  const send = () => {
    setTimeout(() => {
      leaving = target === form;
      kept = target;
      target.requestSubmit(submitter);
    });
    return null;
  };
  enqueue({ key: "submit", say: send });
});
addEventListener("pageshow", () => (leaving = kept = false));

function keepAll() {
  if (leaving) return;
  const unkept = names.filter((name) => !isKept(name));
  for (const name of unkept) post(form.dataset.draft, draftOf(name), { keepalive: true }).catch(() => {});
  if (unkept.length) noteSent();
}
addEventListener("pagehide", keepAll);
document.addEventListener("visibilitychange", () => document.hidden && keepAll());
addEventListener("beforeunload", (event) => {
  if (!leaving && isTroubled() && !names.every(isKept)) event.preventDefault();
});
catchUp(form);
