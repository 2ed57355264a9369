// What the tests of the page share: one Chromium, and scenes on a fresh page each, which must stay silent and at home.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";

const require = createRequire(new URL("../../docs/playground/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const HOME = process.env.PLAYGROUND; // where serve.py serves, http://127.0.0.1:PORT/
const FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];
export const PATIENCE = Number(process.env.PATIENCE ?? 60_000); // milliseconds; a slow machine is not a fault of the page

let browser;
before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: [...FLAGS, ...QUIET] });
});
after(() => browser?.close());

/** A test on a page of its own. It fails for any console message, page error, dialog, or request to another machine. */
export function scene(name, { address = "", ready = "Epoch", ...options }, body) {
  // Without motion a fit is shown at its last epoch, which saves the tests from watching it.
  options = { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options };
  test(name, async () => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(PATIENCE);
    const heard = [];
    context.on("request", (request) => request.url().startsWith(HOME) || request.url().startsWith("blob:") || heard.push(`asked for ${request.url()}`));
    context.on("requestfailed", (request) => heard.push(`no answer from ${request.url()}`));
    context.on("response", (response) => response.ok() || heard.push(`${response.status()} from ${response.url()}`));
    context.on("console", (message) => heard.push(`console: ${message.text()}`));
    context.on("weberror", (error) => heard.push(`error: ${error.error().stack}`));
    context.on("dialog", (dialog) => heard.push(`dialog: ${dialog.message()}`) && dialog.dismiss());
    const page = await context.newPage();
    await page.goto(HOME + address);
    if (ready) await says(page, ready);
    await body(page, context);
    await page.waitForTimeout(100); // for what comes late
    await context.close();
    assert.deepEqual(heard, []);
  });
}

/** Wait until the status line begins with a text, and return it. */
export async function says(page, start) {
  await page.waitForFunction((text) => document.getElementById("status").textContent.startsWith(text), start);
  return page.textContent("#status");
}

/** Do something, and wait until the epoch that follows from it is on the screen, tables and all. */
export async function then(page, epoch, act) {
  await act();
  return says(page, `Epoch ${epoch} of`);
}

/** The numbers on the page, in full. */
export function numbers(page) {
  return page.evaluate(() => ({
    epoch: Number(document.getElementById("at").textContent),
    loss: Number(document.getElementById("loss-caption").dataset.value),
    weights: [...document.querySelectorAll("#weights td[data-value]")].map((cell) => Number(cell.dataset.value)),
    shown: [...document.querySelectorAll("#weights td[data-value]")].map((cell) => cell.textContent),
  }));
}

/** Choose a file of this text. */
export function choose(page, text, name = "own.csv") {
  return page.setInputFiles("#file", { name, mimeType: "text/csv", buffer: Buffer.from(text) });
}

/** Whether two numbers are the same. The page's `exp` and this machine's may differ in a last bit, which grows a little. */
export function same(actual, expected, what) {
  const close = Math.abs(actual - expected) <= 1e-12 * Math.abs(expected);
  assert.ok(close, `${what}: ${actual} is not ${expected}`);
}
