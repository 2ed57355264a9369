// The tables of one epoch, and its numbers beside the formulas.

const $ = (id) => document.getElementById(id);

/** What purelr's explain_epoch says. */
export function drawEpoch(explained) {
  $("table-epoch").textContent = explained.epoch;
  const { tables } = explained;
  $("tables").replaceChildren(...tables.map(table));
  $("table-note").textContent = tables.length
    ? "These are the trainer’s own numbers, as explain_epoch of purelr prints them."
    : "Gradient descent can be shown number by number. This solver’s steps are in the loss and the weights above.";
  const live = tables.length ? sentences(explained) : {};
  for (const element of document.querySelectorAll("[data-shows]")) element.textContent = live[element.dataset.shows] ?? "";
}

function sentences({ epoch, row, y, numbers, losses }) {
  return {
    z: `Row ${row} in epoch ${epoch}: z = ${minus(numbers.z)}`,
    proba: `Row ${row}: ŷ = ${numbers.proba}`,
    loss: `Row ${row}, whose class is ${y}: ℓ = ${numbers.loss}`,
    error: `Row ${row}: the error ŷ − y = ${minus(numbers.error)}`,
    update: `Loss before epoch ${epoch}: ${losses[0]}; after it: ${losses[1]}`,
  };
}

function table([caption, header, lines]) {
  const frame = document.createElement("div");
  const element = document.createElement("table");
  frame.className = "scroll";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", caption);
  element.createCaption().textContent = caption;
  const head = element.createTHead().insertRow();
  for (const text of header) head.append(cell("th", text, "col"));
  const body = element.createTBody();
  for (const [name, ...values] of lines) {
    body.insertRow().append(cell("th", name, "row"), ...values.map((value) => cell("td", value)));
  }
  frame.append(element);
  return frame;
}

/** A number's hyphens as the signs that they stand for. */
function minus(text) {
  return text.replaceAll("-", "−");
}

function cell(kind, text, scope) {
  const element = document.createElement(kind);
  if (scope) element.scope = scope;
  element.textContent = kind === "td" ? minus(text) : text;
  return element;
}

/** Show the words and formulas that belong to this penalty and this solver. */
export function chooseWords(penalty, solver) {
  for (const element of document.querySelectorAll("[data-penalty]")) toggle(element, element.dataset.penalty.split(" ").includes(penalty));
  for (const element of document.querySelectorAll("[data-solver]")) toggle(element, element.dataset.solver === solver);
}

function toggle(element, there) {
  element.classList.toggle("gone", !there);
}
