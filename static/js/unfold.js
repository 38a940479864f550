// <button data-unfold="#list" data-unfold-less="Fold all" hidden>Unfold all</button>
// opens, and then closes, every <details> in the list. Printing unfolds them all.

for (const button of document.querySelectorAll("[data-unfold]")) {
  const more = button.textContent;
  const all = () => document.querySelectorAll(`${button.dataset.unfold} details`);
  button.hidden = all().length === 0;
  button.addEventListener("click", () => {
    const open = button.textContent === more;
    for (const details of all()) details.open = open;
    button.textContent = open ? button.dataset.unfoldLess : more;
  });
}

const closed = new Set();
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("main details:not([open])")) {
    closed.add(details);
    details.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const details of closed) details.open = false;
  closed.clear();
});
