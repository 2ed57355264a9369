// Bad files, bad numbers and bad names end in a plain sentence, and the page goes on.

import assert from "node:assert/strict";

import { choose, numbers, says, scene } from "./browser.mjs";

const BROKEN = [
  ["", /^own\.csv must be a table with the names .* got nothing\.$/],
  ["a,b\n1,2\n3\n", /^own\.csv must be a table of 2 cells a line, .* got 1 in line 3, which begins with '3'\.$/],
  ['a,b\n"1,2\n', /^own\.csv must be CSV; .* Is a quote missing\?$/],
  ["\u0000\u0001", /^own\.csv must be a table of at least two columns; got 1, '\\x00\\x01'\.$/],
];

scene("a broken file", { address: "#epochs=10" }, async (page) => {
  const before = await numbers(page);
  for (const [text, sentence] of BROKEN) {
    await choose(page, text);
    await says(page, "The file was not opened");
    assert.match(await page.textContent("#trouble"), sentence);
    assert.equal(await page.getAttribute("#trouble", "role"), "alert");
    assert.deepEqual(await numbers(page), before);
    assert.equal(await page.textContent("#table-title"), "Breast Cancer Wisconsin");
    await page.click("#train");
    await says(page, "Epoch 10 of 10"); // and it still works
    assert.ok(await page.isHidden("#trouble"));
    await page.fill("#epoch", "0");
    await says(page, "Epoch 0 of 10");
  }
});

scene("a file with a gap in a chosen column", {}, async (page) => {
  await choose(page, "a,b,kind\n1,2,x\n3,,y\n4,5,x\n");
  await says(page, "Epoch 0");
  assert.ok(await page.isDisabled('#column-list input[value="b"]'));
  assert.match(await page.textContent("#column-list"), /b \(has missing cells\)/);
});

scene("a dropped file", { address: "#epochs=5" }, async (page) => {
  const data = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(["x;kind\n1;no\n2;yes\n3;no\n4;yes\n"], "drop.csv"));
    return transfer;
  });
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  await page.waitForFunction(() => document.getElementById("table-title").textContent === "drop.csv");
  await says(page, "Epoch 0 of 5");
  assert.equal((await numbers(page)).weights.length, 2);
});

scene("a learning rate of 1e6", {}, async (page) => {
  await page.fill("#rate", "1e6");
  await page.click("#train");
  await says(page, "Epoch 100 of 100");
  assert.match(
    await page.textContent("#trouble"),
    /^learning_rate must be small enough for the loss to fall; got 1e\+06, with which it rose from 0\.693147 to [\d.]+ in epoch 1\. Lower it/,
  );
  const { loss, weights } = await numbers(page);
  for (const number of [loss, ...weights]) assert.ok(Number.isFinite(number));
  const text = await page.innerText("main");
  assert.doesNotMatch(text, /NaN|Infinity|undefined|Traceback/);
  assert.doesNotMatch(await page.innerHTML("main"), /NaN|Infinity/);
  await page.fill("#rate", "1e308");
  await page.click("#train");
  await page.waitForFunction(() => document.getElementById("trouble").textContent.includes("it overflowed in epoch 1"));
  await says(page, "Epoch 0 of 0");
});

for (const [field, value, sentence] of [
  ["rate", "", "learning_rate must be a positive number; got ''."],
  ["epochs", "many", "epochs must be a whole number of at least 1; got 'many'."],
  ["rows", "1, 9999", "rows must be row numbers below 569, counted from 0; got 9999."],
]) {
  scene(`${field} "${value}"`, { address: "#epochs=10" }, async (page) => {
    await page.fill(`#${field}`, value);
    if (field === "rows") await page.press("#rows", "Tab");
    else await page.click("#train");
    await page.waitForFunction((text) => document.getElementById("trouble").textContent === text, sentence);
  });
}

scene("a penalty that the solver has not", { address: "#epochs=10" }, async (page) => {
  await page.selectOption("#penalty", "lasso");
  await page.click("#train");
  await page.waitForSelector("#trouble:visible");
  assert.match(await page.textContent("#trouble"), /^solver must be "coordinate_descent" or "auto" for l1_ratio above 0/);
});

const SCRIPT = "<script>alert(1)</script>";
const IMAGE = "<img src=x onerror=alert(2)>";

scene("names that look like code are text", {}, async (page) => {
  const rows = [1, 2, 3, 4, 5, 6].map((k) => `${k},${(k * k) % 5},${k % 2 ? "<b>one</b>" : "<i>two</i>"}`);
  await choose(page, `${SCRIPT},${IMAGE},"${SCRIPT} kind"\n${rows.join("\n")}\n`, `${IMAGE}.csv`);
  await page.waitForFunction((name) => document.getElementById("table-title").textContent === `${name}.csv`, IMAGE);
  await says(page, "Epoch 0");
  for (const [place, text] of [
    ["#column-list", SCRIPT], ["#column-list", IMAGE], ["#target", `${SCRIPT} kind`], ["#one", "<b>one</b>"],
    ["#across", SCRIPT], ["#up", IMAGE], ["#weights", SCRIPT], ["#weights", IMAGE], ["#tables", SCRIPT],
    ["#name-one", "<i>two</i>"], ["#name-zero", "<b>one</b>"],
  ]) assert.ok((await page.textContent(place)).includes(text), `${text} is not in ${place}`);
  assert.equal(await page.locator("script").count(), 1);
  assert.equal(await page.locator("img, i").count(), 0);
});

scene("the same policy in the page and its headers", {}, async (page) => {
  const [header, meta] = await page.evaluate(async () => [
    (await fetch("/js/worker.js")).headers.get("Content-Security-Policy"),
    document.querySelector("meta[http-equiv]").content,
  ]);
  assert.equal(header, `${meta}; frame-ancestors 'none'`);
  assert.match(meta, /^default-src 'none';/);
  assert.doesNotMatch(meta, /unsafe-inline|'unsafe-eval'|https?:|\*/);
});
