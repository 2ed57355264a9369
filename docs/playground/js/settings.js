// The settings: in the form, and in the address, where they can be shared.

const $ = (id) => document.getElementById(id);
const TYPED = ["target", "one", "solver", "rate", "epochs", "penalty", "C", "across", "up", "rows"];

/** What the form says. */
export function read() {
  const settings = Object.fromEntries(TYPED.map((name) => [name, $(name).value]));
  settings.scale = $("scale").checked;
  settings.columns = [...document.querySelectorAll("#column-list input:checked")].map((box) => box.value);
  return settings;
}

/** Put settings into the form, those that the table at hand has a place for. */
export function apply(settings, table) {
  for (const name of ["solver", "rate", "epochs", "penalty", "C", "rows"]) setValue($(name), settings[name]);
  if (settings.scale !== undefined) $("scale").checked = settings.scale;
  setValue($("target"), settings.target);
  offerClasses(table);
  setValue($("one"), settings.one);
  offerColumns(table, settings.columns);
  dim();
}

/** Fields that the solver or the penalty has no use for are greyed. */
export function dim() {
  $("rate").disabled = $("solver").value !== "gd";
  $("C").disabled = $("penalty").value === "none";
}

/** A field's new value; a select keeps its own where it has no such option. */
function setValue(field, value) {
  if (value === undefined) return;
  if (field.tagName === "SELECT" && ![...field.options].some((option) => option.value === value)) return;
  field.value = value;
}

/** A new table's columns in the form. */
export function offerTable(table) {
  const targets = table.columns.filter((column) => column.values.length);
  options($("target"), targets.map((column) => column.name), table.target);
  offerClasses(table);
  offerColumns(table);
}

/** The values of the target. */
export function offerClasses(table) {
  const { values } = table.columns.find((column) => column.name === $("target").value);
  options($("one"), values, values[values.length - 1]);
}

/** A box for each column of numbers but the target; without a choice, the first two are ticked. */
export function offerColumns(table, chosen) {
  const others = table.columns.filter((column) => column.name !== $("target").value);
  const numbers = others.filter((column) => column.text === null).map((column) => column.name);
  const known = chosen?.filter((name) => numbers.includes(name));
  const ticked = known?.length ? known : numbers.slice(0, 2);
  $("column-list").replaceChildren(...others.map((column) => box(column, ticked)));
}

function box(column, ticked) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  label.className = "tick";
  input.type = "checkbox";
  input.value = column.name;
  input.checked = ticked.includes(column.name);
  input.disabled = column.text !== null;
  const words = document.createElement("span");
  words.textContent = column.name;
  if (column.text !== null) words.textContent += column.text === "a gap" ? " (has missing cells)" : ` (text: ${column.text})`;
  label.append(input, words);
  return label;
}

/** The columns of a fit as the axes of the boundary, two different ones if there are two. */
export function offerAxes(columns, across, up) {
  options($("across"), columns, columns.includes(across) ? across : columns[0]);
  const rest = columns.filter((name) => name !== $("across").value);
  options($("up"), columns, rest.includes(up) ? up : (rest[0] ?? columns[0]));
}

function options(select, names, chosen) {
  select.replaceChildren(...names.map((name) => new Option(name, name, name === chosen, name === chosen)));
}

/** Settings as the part of an address after its #. */
export function toHash(settings, file, epoch) {
  const parts = new URLSearchParams();
  if (file) parts.set("file", file);
  for (const name of TYPED) parts.set(name, settings[name]);
  parts.set("scale", settings.scale ? "yes" : "no");
  for (const name of settings.columns) parts.append("column", name);
  parts.set("epoch", epoch);
  return `#${parts}`;
}

/** The reverse; what is not in the address is undefined. */
export function fromHash(hash) {
  const parts = new URLSearchParams(hash.slice(1));
  const settings = Object.fromEntries(TYPED.map((name) => [name, parts.get(name) ?? undefined]));
  if (parts.has("scale")) settings.scale = parts.get("scale") !== "no";
  if (parts.has("column")) settings.columns = parts.getAll("column");
  settings.file = parts.get("file");
  settings.epoch = parts.has("epoch") ? Number(parts.get("epoch")) : undefined;
  return settings;
}
