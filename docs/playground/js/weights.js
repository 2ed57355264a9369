// The weights as a table with a bar in each line: it moves with the epochs, and a screen reader can read it.

import { shown } from "./svg.js";

const $ = (id) => document.getElementById(id);

/** One line for each weight. The names are the user's, so they are text and nothing else. */
export function layWeights(names) {
  $("weights").tBodies[0].replaceChildren(...names.map(line));
}

function line(name) {
  const row = document.createElement("tr");
  const head = document.createElement("th");
  const bar = document.createElement("td");
  const track = document.createElement("span");
  head.scope = "row";
  for (const part of name.split(/(?<=_)/)) head.append(part, document.createElement("wbr")); // breaks after a _ read better
  track.className = "track";
  track.append(document.createElement("span"));
  bar.className = "bar";
  bar.append(track);
  row.append(head, bar, document.createElement("td"), document.createElement("td"));
  return row;
}

/** The weights of a frame; `most` is the size of the longest bar. */
export function drawWeights(frame, most, at) {
  [...$("weights").tBodies[0].rows].forEach((row, j) => {
    const [, bar, value, change] = row.cells;
    const weight = frame.weights[j];
    const length = most > 0 ? (50 * Math.abs(weight)) / most : 0;
    const filled = bar.firstChild.firstChild;
    filled.style.left = `${weight < 0 ? 50 - length : 50}%`;
    filled.style.width = `${length}%`;
    filled.className = weight < 0 ? "negative" : "positive";
    value.textContent = shown(weight);
    value.dataset.value = weight;
    change.textContent = at ? shown(frame.change[j], 3) : "";
  });
  $("weights-caption").textContent = at
    ? `A bar to the right makes class 1 more probable, one to the left less. Change: what epoch ${at} did.`
    : "Where the weights start.";
}
