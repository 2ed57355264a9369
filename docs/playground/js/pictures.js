// The three charts of an epoch, and the sentence under each that says the same in words.

import { Chart, shown } from "./svg.js";

const $ = (id) => document.getElementById(id);

/** The loss of every epoch, and where we are. */
export function drawLoss(frames, at, last) {
  const losses = frames.map((frame) => frame.loss);
  const high = losses.reduce((a, b) => Math.max(a, b), 0) || 1;
  const chart = new Chart($("loss"), [0, Math.max(last, 1)], [0, 1.06 * high]);
  chart.axes("epoch", "loss");
  chart.line(losses.map((loss, k) => [k, loss]), "line ahead");
  chart.line(losses.slice(0, at + 1).map((loss, k) => [k, loss]), "line");
  chart.add("circle", { class: "here", cx: chart.x(at), cy: chart.y(losses[at]), r: 5 });
  const caption = $("loss-caption");
  caption.dataset.value = losses[at];
  caption.textContent = at
    ? `Loss ${shown(losses[at])} after epoch ${at}, from ${shown(losses[0])} at the start.`
    : `Loss ${shown(losses[0])} at the start, before anything is learnt.`;
}

/** σ, and each row at its log-odds. */
export function drawSigmoid({ sigmoid, right, rows }) {
  const chart = new Chart($("sigmoid"), [-sigmoid.reach, sigmoid.reach], [-0.12, 1.12]);
  chart.axes("log-odds z", "probability of class 1");
  chart.line([[-sigmoid.reach, 0.5], [sigmoid.reach, 0.5]], "edge");
  chart.line(sigmoid.curve, "line thin");
  for (const one of [0, 1]) {
    const mine = sigmoid.rows.filter((row) => row[2] === one);
    chart.marks(mine, one);
    // A tick for each row at the edge of its own class, where marks on the curve would hide one another.
    const [from, to] = one ? [1.07, 1.12] : [-0.12, -0.07];
    const d = mine.map(([z]) => `M${chart.x(z)} ${chart.y(from)}V${chart.y(to)}`).join("");
    chart.add("path", { class: one ? "rug-one" : "rug-zero", d });
  }
  $("sigmoid-caption").textContent = `${right} of ${rows} rows are on the right side of 0.5. The short lines at the top are rows of class 1, those at the bottom of class 0.`;
}

/** Two columns, the rows, and where the probability is 0.5. */
export function drawBoundary({ boundary, points }, names, across, up) {
  const chart = new Chart($("boundary"), ...boundary.box);
  const [a, b, c] = boundary.parts;
  chart.area([[0, 2], [1, 2], [1, 3], [0, 3]].map(([x, y]) => [boundary.box[0][x], boundary.box[1][y - 2]]), "part zero-side");
  for (const part of [a, b, c]) chart.area(part, "part one-side");
  chart.axes(across, boundary.flat ? "class" : up);
  for (const one of [0, 1]) chart.marks(points.filter((point) => point[2] === one), one);
  chart.line(boundary.line, "boundary");
  const others = names.length - 1 - (boundary.flat ? 1 : 2);
  const held = others > 0 ? ` The other ${others === 1 ? "column is" : `${others} columns are`} held at ${others === 1 ? "its mean" : "their means"}.` : "";
  const where = boundary.line.length
    ? "On the line the probability is 0.5; the paler and darker edges are 0.1 and 0.9."
    : "In this picture the probability is 0.5 nowhere, or everywhere.";
  $("boundary-caption").textContent = where + held;
}
