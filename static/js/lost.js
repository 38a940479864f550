// <p data-lost hidden> shows while the server does not answer what asks it again and again.

const lost = document.querySelector("[data-lost]");

document.addEventListener("htmx:afterRequest", (event) => {
  if (lost) lost.hidden = Boolean(event.detail.successful);
});
