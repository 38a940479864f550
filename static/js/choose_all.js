// <td data-choose-all="places" data-choose-label="…" data-chosen="rows chosen"> gets a box that
// chooses every box of that name; [data-chosen-count] tells how many are chosen. Shift and a
// press choose all from the box pressed before.

for (const cell of document.querySelectorAll("[data-choose-all]")) {
  const boxes = [...document.querySelectorAll(`input[name="${cell.dataset.chooseAll}"]`)];
  const count = document.querySelector("[data-chosen-count]");
  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", cell.dataset.chooseLabel);
  cell.append(all);
  let last = null;

  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && !all.checked;
    if (count) count.textContent = `${chosen} ${cell.dataset.chosen}`;
  };

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) {
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last) {
        const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
        for (const between of boxes.slice(from, to + 1)) between.checked = box.checked;
      }
      last = box;
      tell();
    });
  }
  tell();
}
