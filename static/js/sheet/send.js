// Sends what is written, one thing at a time and in order, and tries again until it arrives.
// Nothing is given up: without a network, or logged out, it waits with the text in the page.

import { announce, sheet, words } from "./cells.js";

const waiting = [];
const banner = document.getElementById("sheet-trouble");
let running = false;
let delay = 0;
let timer;

export const isTroubled = () => delay > 0;

const token = () => /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "";

export function post(address, said, more = {}) {
  return fetch(address, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-CSRFToken": token(),
      "X-Requested-With": "fetch",
    },
    body: JSON.stringify({ person: Number(sheet.dataset.person), typed: Date.now(), ...said }),
    ...more,
  });
}

// A job has an address, what to say when its turn comes (nothing: it is not needed any more),
// and what to do with the answer. A key keeps the same thing from waiting twice.
export function enqueue(job) {
  const same = waiting.findIndex((other) => other.key === job.key && !other.started);
  if (same >= 0 && !job.important) return;
  waiting.push(job);
  run();
}

export async function run() {
  if (running || !waiting.length) return;
  running = true;
  clearTimeout(timer);
  const job = waiting[0];
  job.started = true;
  const said = job.say();
  const outcome = said ? await attempt(job, said) : "done";
  running = false;
  if (outcome === "again") return wait(job);
  waiting.shift();
  if (delay) recover();
  run();
}

async function attempt(job, said) {
  let response;
  try {
    response = await post(job.address, said, { signal: AbortSignal.timeout(20_000) });
  } catch {
    return trouble("failed");
  }
  if (response.status === 401) return trouble("loggedOut", (await response.json()).message);
  if (response.status === 403 || response.status >= 500) return trouble("failed");
  const answer = response.status === 204 ? {} : await response.json().catch(() => ({}));
  job.done(answer, response.ok);
  return "done";
}

function trouble(kind, message = "") {
  banner.hidden = false;
  banner.querySelector("[data-words]").textContent = `${message} ${words(kind)}`.trim();
  banner.querySelector("a").hidden = kind !== "loggedOut";
  if (!delay) announce(banner.querySelector("[data-words]").textContent);
  return "again";
}

function wait(job) {
  job.started = false;
  job.failed?.();
  delay = Math.min(delay ? delay * 2 : 1000, 15_000);
  timer = setTimeout(run, delay);
}

function recover() {
  delay = 0;
  banner.hidden = true;
  announce(words("again"));
}

for (const name of ["online", "focus"]) addEventListener(name, () => delay && run());
