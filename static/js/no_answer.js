// <p data-no-answer hidden> shows while the server does not answer what asks it again and again.

const notice = document.querySelector("[data-no-answer]");

document.addEventListener("htmx:afterRequest", (event) => {
  if (notice) notice.hidden = Boolean(event.detail.successful);
});
