// What carries data-focus gets the focus when the page, or a new part of it, has come.

function focusIn(root) {
  const target = root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]");
  target?.focus();
}

focusIn(document);
document.addEventListener("htmx:afterSettle", (event) => focusIn(event.detail.elt));
