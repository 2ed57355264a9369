// Pictures as SVG: a frame with axes, lines, areas and marks, in the coordinates of what is shown.

const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = { left: 46, right: 12, top: 12, bottom: 38 };
const HEIGHT = 250;

export class Chart {
  /** Begin the picture anew, for x in [x0, x1] and y in [y0, y1]. */
  constructor(svg, [x0, x1], [y0, y1]) {
    const width = Math.max(svg.clientWidth, 200);
    this.svg = svg;
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.replaceChildren();
    this.left = MARGIN.left;
    this.right = width - MARGIN.right;
    this.top = MARGIN.top;
    this.bottom = HEIGHT - MARGIN.bottom;
    this.x = (x) => round(this.left + ((x - x0) / (x1 - x0)) * (this.right - this.left));
    this.y = (y) => round(this.bottom - ((y - y0) / (y1 - y0)) * (this.bottom - this.top));
    this.ranges = [[x0, x1], [y0, y1]];
  }

  add(name, attributes, text) {
    const element = document.createElementNS(SPACE, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text !== undefined) element.textContent = text;
    this.svg.append(element);
    return element;
  }

  /** Both axes with round numbers, and their names. */
  axes(across, up) {
    const middle = (this.top + this.bottom) / 2;
    for (const value of ticks(...this.ranges[1], 4)) {
      this.add("line", { class: "grid", x1: this.left, x2: this.right, y1: this.y(value), y2: this.y(value) });
      this.add("text", { class: "tick", x: this.left - 6, y: this.y(value) + 4, "text-anchor": "end" }, short(value));
    }
    for (const value of ticks(...this.ranges[0], this.right > 330 ? 5 : 3)) {
      this.add("line", { class: "axis", x1: this.x(value), x2: this.x(value), y1: this.bottom, y2: this.bottom + 4 });
      this.add("text", { class: "tick", x: this.x(value), y: this.bottom + 17, "text-anchor": "middle" }, short(value));
    }
    this.add("line", { class: "axis", x1: this.left, x2: this.right, y1: this.bottom, y2: this.bottom });
    this.add("text", { class: "axis-name", x: (this.left + this.right) / 2, y: HEIGHT - 5, "text-anchor": "middle" }, clipped(across, this.right / 8));
    this.add("text", { class: "axis-name", transform: `translate(11 ${middle}) rotate(-90)`, "text-anchor": "middle" }, clipped(up, 28));
  }

  line(points, kind) {
    if (points.length > 1) this.add("path", { class: kind, d: this.path(points) });
  }

  area(points, kind) {
    if (points.length > 2) this.add("path", { class: kind, d: `${this.path(points)}Z` });
  }

  /** A mark for each (x, y): a diamond for class 1, an open circle for class 0. */
  marks(points, one) {
    const marks = points.map(([x, y]) => (one ? `M${this.x(x)} ${this.y(y)}m0-4l4 4-4 4-4-4Z` : `M${this.x(x)} ${this.y(y)}m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0`));
    this.add("path", { class: one ? "one" : "zero", d: marks.join("") });
  }

  path(points) {
    return points.map(([x, y], k) => `${k ? "L" : "M"}${this.x(x)} ${this.y(y)}`).join("");
  }
}

/** About `count` round numbers from low to high. */
export function ticks(low, high, count) {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((candidate) => candidate >= rough) ?? 10 * power;
  const found = [];
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) found.push(k * step);
  return found;
}

/** A number as people read it: five digits unless told, as purelr's own tables have. */
export function shown(x, digits = 5) {
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-4 || size >= 1e5)) return x.toExponential(digits - 1).replace(/\.?0+e/, "e").replaceAll("-", "−");
  return String(Number(x.toPrecision(digits))).replace("-", "−");
}

function short(x) {
  const size = Math.abs(x);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return x.toExponential(0).replace("e+", "e").replaceAll("-", "−");
  return String(Number(x.toPrecision(3))).replace("-", "−");
}

function clipped(text, most) {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function round(x) {
  return Math.round(10 * x) / 10;
}
