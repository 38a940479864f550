// A comment on a passage: what is marked in the text, its editor or its preview becomes the quote of
// the comment, as long as its writer has not written one. A comment whose passage is no longer in the preview says
// so: <p data-lost="passage-5" hidden>.

const LONGEST = 600;
const quote = document.querySelector("textarea[data-quote]");
let taken = quote?.value ?? "";

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  if (!quote || !selection || selection.isCollapsed || quote.value !== taken) return;
  const { commonAncestorContainer: inside } = selection.getRangeAt(0);
  const element = inside instanceof Element ? inside : inside.parentElement;
  if (!element?.closest(".editor__area, [data-preview-place], [data-passages]")) return;
  const words = selection.toString().replace(/\s+/g, " ").trim();
  if (words && words.length <= LONGEST) taken = quote.value = words;
});

document.addEventListener("previewed", () => {
  for (const lost of document.querySelectorAll("[data-lost]")) {
    lost.hidden = document.getElementById(lost.dataset.lost) !== null || lost.closest(".comments__resolved") !== null;
  }
});
