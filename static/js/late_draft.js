// A page that is loaded again at once may be quicker than what was written last, which is on its
// way to the server. Then the page is asked for once more, unless somebody has begun to write.

const KEY = `draft on its way: ${location.pathname}`;
const LATEST = 5000;
const PAUSE = 500;

export const noteSent = () => sessionStorage.setItem(KEY, String(Date.now()));

function said(form) {
  const fields = new FormData(form);
  // A new one each time.
  fields.delete("csrfmiddlewaretoken");
  return new URLSearchParams(fields).toString();
}

export function catchUp(form) {
  const at = Number(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (Date.now() - at > LATEST) return;
  const before = said(form);
  setTimeout(async () => {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.querySelector("form[data-sheet]");
    if (now && said(now) !== before && said(form) === before) location.reload();
  }, PAUSE);
}
