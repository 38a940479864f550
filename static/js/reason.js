// A reason is asked for when the chosen level is another than the proposed one:
// <div data-reason data-proposed="partial">. Without this script the field stands there all the time.

for (const place of document.querySelectorAll("[data-reason]")) {
  const form = place.closest("form");
  const field = place.querySelector("textarea");
  const told = place.querySelector("[role=status]");
  const show = () => {
    const { value } = form.elements.level;
    const differs = value !== "" && value !== place.dataset.proposed;
    place.querySelector(".field").hidden = !differs && field.value === "";
    told.textContent = differs && field.value === "" ? told.dataset.sayAsked : "";
  };
  form.addEventListener("change", show);
  show();
}
