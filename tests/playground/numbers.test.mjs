// The page shows the very numbers of the native run.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { numbers, same, says, scene, then } from "./browser.mjs";

const CASES = JSON.parse(readFileSync(process.env.NATIVE, "utf8"));

for (const { name, address, frames } of CASES) {
  scene(name, { address: `#${address}` }, async (page) => {
    for (const { epoch, loss, weights, right, tables } of frames) {
      const status = await then(page, epoch, () => page.fill("#epoch", String(epoch)));
      const found = await numbers(page);
      assert.equal(found.epoch, epoch);
      same(found.loss, loss, "loss");
      assert.equal(found.weights.length, weights.length);
      weights.forEach((weight, j) => same(found.weights[j], weight, `weight ${j} of epoch ${epoch}`));
      assert.ok(status.includes(`${right} of 569 rows right`), status);
      assert.deepEqual(await shownTables(page), tables);
    }
  });
}

function shownTables(page) {
  return page.evaluate(() => {
    const texts = (row) => [...row.cells].map((cell) => cell.textContent.replaceAll("−", "-"));
    return [...document.querySelectorAll("#tables table")].map((table) => {
      const [head, ...lines] = [...table.rows];
      return [table.caption.textContent, [...head.cells].map((cell) => cell.textContent), ...lines.map(texts)];
    });
  });
}

scene("weights are shown to five digits, and losses", { address: `#${CASES[0].address}&epoch=37` }, async (page) => {
  const { weights, shown, loss } = await numbers(page);
  weights.forEach((weight, j) => assert.equal(Number(shown[j].replace("−", "-")), Number(weight.toPrecision(5))));
  assert.ok((await page.textContent("#loss-caption")).startsWith(`Loss ${Number(loss.toPrecision(5))} after epoch 37`));
});

scene("the form trains", {}, async (page) => {
  await page.selectOption("#solver", "newton");
  await page.selectOption("#penalty", "ridge");
  for (const column of await page.$$("#column-list input")) await column.check();
  const native = CASES.find(({ name }) => name.startsWith("newton")).frames[0];
  await page.click("#train");
  await says(page, `Epoch ${native.epoch} of ${native.epoch}`);
  const { weights } = await numbers(page);
  native.weights.forEach((weight, j) => same(weights[j], weight, `weight ${j}`));
});
