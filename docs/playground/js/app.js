// The page: data in, settings, a fit in the worker, and its epochs on the screen.

import { chooseWords, drawEpoch } from "./epoch.js";
import { drawBoundary, drawLoss, drawSigmoid } from "./pictures.js";
import { Player } from "./player.js";
import { Session } from "./session.js";
import { apply, dim, fromHash, offerAxes, offerClasses, offerColumns, offerTable, read, toHash } from "./settings.js";
import { shown } from "./svg.js";
import { drawWeights, layWeights } from "./weights.js";

const $ = (id) => document.getElementById(id);
const session = new Session((more) => gather(more));
const player = new Player((epoch, settled) => show(epoch, settled));
let table = null; // the summary of the data at hand
let file = ""; // the name of the user's own file, "" for the bundled data
let frames = []; // of the fit on the screen, or under way
let fit = null; // its result and its settings
let pending = null; // settings of an address that wait for the user's file
let drawn = null; // what the pictures show

function say(text) {
  $("status").textContent = text;
}

function trouble(text = "") {
  if ($("trouble").textContent !== text) $("trouble").textContent = text; // the same again would be read out again
  $("trouble").hidden = text === "";
}

function busy(yes) {
  document.body.classList.toggle("busy", yes);
  $("train").disabled = yes || table === null;
  $("stop").hidden = !(yes && session.shared && table);
}

// === Data ===

async function open(name, asked, bytes, title) {
  trouble();
  busy(true);
  try {
    table = await session.ask(name, asked, bytes);
    file = title;
    offerTable(table);
    $("table-title").textContent = table.title;
    $("table-size").textContent = `${table.rows.toLocaleString("en")} rows, ${table.columns.length} columns`;
    return true;
  } catch (error) {
    trouble(error.message);
    say(table ? "The file was not opened. The data of before are still here." : "Nothing can be computed here.");
    return false;
  } finally {
    busy(false);
  }
}

async function openFile(chosen) {
  if (!chosen) return;
  if (!(await open("open_file", { title: chosen.name }, new Uint8Array(await chosen.arrayBuffer()), chosen.name))) return;
  const settings = pending ?? {};
  pending = null;
  apply(settings, table);
  await train(settings.epoch ?? 0, settings);
}

async function openBundled(settings = {}) {
  if (!(await open("open_bundled", {}, null, ""))) return;
  apply(settings, table);
  await train(settings.epoch ?? 0, settings);
}

/** What the address says, with the bundled data until the user's file is there. */
async function openAddress() {
  const settings = fromHash(location.hash);
  pending = settings.file ? settings : null;
  if (settings.file && settings.file === file) {
    apply(settings, table);
    await train(settings.epoch ?? 0, settings);
  } else {
    await openBundled(settings.file ? {} : settings);
    if (pending) trouble(`This address is for a file of your own, ${settings.file}: choose or drop it, and its settings will be used.`);
  }
}

// === The fit ===

function gather(more) {
  frames.push(...more);
  say(`Training: epoch ${frames.length - 1}.`);
}

/** Fit with the settings of the form, and show an epoch, or play from the start for "play". */
async function train(then, { across = $("across").value, up = $("up").value } = {}) {
  const settings = read();
  trouble();
  player.load(0);
  busy(true);
  say("Training.");
  const before = frames;
  frames = [];
  drawn = null;
  try {
    const result = await session.ask("train", { settings });
    fit = { result, settings, most: frames.reduce((most, frame) => Math.max(most, ...frame.weights.map(Math.abs)), 0) };
    frames[frames.length - 1] = result.last;
  } catch (error) {
    frames = before;
    if (fit) player.load(fit.result.epochs);
    trouble(error.message);
    say("There is no new fit.");
    return;
  } finally {
    busy(false);
  }
  offerAxes(settings.columns, across, up);
  layWeights(fit.result.names);
  const others = table.columns.find((column) => column.name === settings.target).values.filter((value) => value !== settings.one);
  $("name-one").textContent = `${settings.one} (class 1)`;
  $("name-zero").textContent = others.length === 1 ? `${others[0]} (class 0)` : "any other (class 0)";
  chooseWords(settings.penalty, settings.solver);
  player.load(fit.result.epochs);
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (then === "play" && !still) {
    await player.go(0);
    await player.play();
  } else await player.go(then === "play" ? fit.result.epochs : then);
}

// === One epoch on the screen ===

let wanted = null; // the epoch that is to be shown
let asking = null; // the promise of the epoch that is being asked for

/** Draw an epoch; of those asked for while one is computed, only the last is drawn. */
function show(epoch, settled) {
  wanted = { epoch, settled };
  asking ??= catchUp().finally(() => (asking = null));
  return asking;
}

async function catchUp() {
  while (wanted) {
    const { epoch, settled } = wanted;
    const { across, up, rows } = read();
    const mine = frames;
    wanted = null;
    if (!frames[epoch]) continue;
    try {
      const look = await session.ask("look", { frame: epoch, across, up });
      if (frames !== mine) continue; // a new fit has begun
      drawn = { look, epoch, across, up };
      draw();
      if (settled && !wanted) await settle(epoch, look, rows);
    } catch (error) {
      trouble(error.message);
    }
  }
}

function draw() {
  const { look, epoch, across, up } = drawn;
  drawLoss(frames, epoch, fit.result.epochs);
  drawSigmoid(look);
  drawBoundary(look, fit.result.names, across, up);
  drawWeights(frames[epoch], fit.most, epoch);
  $("shown").textContent = look.shown < look.rows ? `${look.shown} of ${look.rows} rows are drawn` : "";
  $("epoch").setAttribute("aria-valuetext", `Epoch ${epoch} of ${fit.result.epochs}, loss ${shown(frames[epoch].loss)}`);
}

/** What is worth doing only where we stay: the tables, the address, and telling a screen reader. */
async function settle(epoch, look, rows) {
  history.replaceState(null, "", toHash({ ...fit.settings, rows, across: drawn.across, up: drawn.up }, file, epoch));
  drawEpoch(await session.ask("explain", { frame: epoch, rows }));
  trouble(fit.result.warnings.join(" "));
  const ended = epoch === fit.result.epochs && fit.result.converged ? " It has converged." : "";
  say(`Epoch ${epoch} of ${fit.result.epochs}: loss ${shown(frames[epoch].loss)}, ${look.right} of ${look.rows} rows right.${ended}`);
}

// === What the user does ===

$("settings").addEventListener("submit", (event) => {
  event.preventDefault();
  if ($("train").disabled) return;
  // On a phone the pictures are below the settings.
  if ($("pictures").getBoundingClientRect().top > innerHeight / 2) $("pictures").scrollIntoView();
  train("play");
});
$("stop").addEventListener("click", () => session.stop());
$("open-bundled").addEventListener("click", () => openBundled());
$("file").addEventListener("change", () => {
  openFile($("file").files[0]);
  $("file").value = ""; // so that the same file, corrected, can be chosen again
});
$("target").addEventListener("change", () => {
  offerClasses(table);
  offerColumns(table, read().columns);
});
for (const [button, tick] of [["all-columns", true], ["no-columns", false]]) {
  $(button).addEventListener("click", () => {
    for (const box of document.querySelectorAll("#column-list input:enabled")) box.checked = tick;
  });
}
$("settings").addEventListener("change", dim);
$("rows").addEventListener("change", () => player.pause());
for (const [mine, other] of [["across", "up"], ["up", "across"]]) {
  $(mine).addEventListener("change", () => {
    if ($(mine).value === $(other).value && drawn) $(other).value = drawn[mine]; // then they change places
    player.pause();
  });
}

document.addEventListener("dragover", (event) => {
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (event.relatedTarget === null) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("dropping");
  openFile(event.dataTransfer.files[0]);
});
addEventListener("hashchange", openAddress);
new ResizeObserver(() => drawn && draw()).observe($("pictures"));

chooseWords($("penalty").value, $("solver").value);
openAddress();
