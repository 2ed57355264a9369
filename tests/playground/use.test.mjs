// Moving among the epochs, with mouse and keyboard, and sharing the settings in the address.

import assert from "node:assert/strict";

import { choose, numbers, says, scene, then } from "./browser.mjs";

const TEN = "#epochs=10&rate=0.5";

scene("step, back, slider", { address: TEN }, async (page) => {
  const seen = [await numbers(page)];
  for (const epoch of [1, 2, 3]) {
    await then(page, epoch, () => page.click("#step"));
    seen.push(await numbers(page));
  }
  assert.deepEqual(seen.map(({ epoch }) => epoch), [0, 1, 2, 3]);
  assert.ok(seen[0].loss > seen[1].loss && seen[1].loss > seen[2].loss && seen[2].loss > seen[3].loss);
  for (const epoch of [2, 1, 0]) {
    await then(page, epoch, () => page.click("#back"));
    assert.deepEqual(await numbers(page), seen[epoch]);
  }
  await page.click("#back", { force: true }); // there is nothing before the start
  assert.equal((await numbers(page)).epoch, 0);
  await then(page, 10, () => page.fill("#epoch", "10"));
  await page.click("#step", { force: true }); // nor after the end
  assert.equal((await numbers(page)).epoch, 10);
});

scene("play and pause", { address: "#epochs=500&rate=0.5" }, async (page) => {
  await page.click("#play");
  await page.waitForFunction(() => Number(document.getElementById("at").textContent) > 3);
  assert.equal(await page.textContent("#play"), "Pause");
  await page.click("#play");
  await says(page, "Epoch");
  const { epoch } = await numbers(page);
  await page.waitForTimeout(600);
  assert.equal((await numbers(page)).epoch, epoch);
  assert.ok(epoch < 500);
  await page.selectOption("#pace", "fast");
  await page.click("#play");
  await says(page, "Epoch 500 of 500");
  assert.equal(await page.textContent("#play"), "Play");
});

scene("the pictures move with the epochs", { address: TEN }, async (page) => {
  const pictures = () => page.evaluate(() => ["loss", "sigmoid", "boundary", "weights"].map((id) => document.getElementById(id).outerHTML));
  const before = await pictures();
  await then(page, 5, () => page.fill("#epoch", "5"));
  const after = await pictures();
  before.forEach((picture, k) => assert.notEqual(picture, after[k]));
  await page.selectOption("#across", "mean_texture");
  await page.waitForFunction((old) => document.getElementById("boundary").outerHTML !== old, after[2]);
});

scene("a long fit leaves the page alive, and stops when asked", { address: TEN }, async (page) => {
  await page.click("#all-columns");
  await page.fill("#epochs", "10000");
  await page.fill("#rate", "0.01");
  await page.click("#train");
  await page.waitForSelector("#stop:visible");
  await page.waitForFunction(() => /^Training: epoch \d\d/.test(document.getElementById("status").textContent));
  // If the fit ran in the page, no frame would be drawn while it does.
  const drawn = await page.evaluate(async () => {
    let count = 0;
    const end = performance.now() + 500;
    while (performance.now() < end) count += await new Promise((done) => requestAnimationFrame(() => done(1)));
    return count;
  });
  assert.ok(drawn >= 5, `${drawn} frames in half a second`);
  await page.click("#stop");
  await page.waitForSelector("#stop", { state: "hidden" });
  await page.click("#play"); // it has begun to play
  await says(page, "Epoch");
  const epochs = Number(await page.textContent("#of"));
  assert.ok(epochs > 0 && epochs < 10000);
});

scene("by keyboard alone", { address: TEN }, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.value);
  const tabTo = async (id) => {
    for (let k = 0; k < 80; k++) {
      await page.keyboard.press("Tab");
      const seen = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle !== "none" || document.activeElement.id === "file");
      assert.ok(seen, `no visible focus on ${await focused()}`);
      if ((await focused()) === id) return;
    }
    assert.fail(`${id} cannot be reached`);
  };
  await tabTo("open-bundled");
  await tabTo("file");
  await tabTo("target");
  await tabTo("mean_perimeter");
  await page.keyboard.press("Space");
  await tabTo("solver");
  await tabTo("epochs");
  await page.keyboard.press("Control+A");
  await page.keyboard.type("12");
  await tabTo("train");
  await page.keyboard.press("Enter");
  await says(page, "Epoch 12 of 12");
  assert.equal((await numbers(page)).weights.length, 4);
  await tabTo("back");
  await then(page, 11, () => page.keyboard.press("Enter"));
  assert.equal(await focused(), "back");
  await tabTo("step");
  await then(page, 12, () => page.keyboard.press("Space"));
  assert.equal(await focused(), "step"); // at the last epoch too
  await tabTo("epoch");
  await then(page, 11, () => page.keyboard.press("ArrowLeft"));
  await then(page, 0, () => page.keyboard.press("Home"));
});

scene("the address holds the settings", { address: TEN }, async (page, context) => {
  await page.selectOption("#one", "benign");
  await page.check('#column-list input[value="worst_area"]');
  await page.uncheck('#column-list input[value="mean_radius"]');
  await page.fill("#rate", "0.125");
  await page.fill("#epochs", "17");
  await page.selectOption("#penalty", "ridge");
  await page.fill("#C", "0.25");
  await page.uncheck("#scale");
  await page.check("#scale");
  await page.click("#train");
  await says(page, "Epoch 17 of 17");
  await then(page, 6, () => page.fill("#epoch", "6"));
  await page.selectOption("#across", "worst_area");
  assert.equal(await page.inputValue("#up"), "mean_texture"); // they have changed places
  await page.fill("#rows", "4, 8");
  await page.press("#rows", "Tab");
  await page.waitForFunction(() => document.location.hash.includes("rows=4"));
  const form = (p) => p.evaluate(() => [...document.querySelectorAll("input:not([type=file]), select:not(#pace)")].map((field) => [field.id, field.type === "checkbox" ? field.checked : field.value]));
  const other = await context.newPage();
  await other.goto(page.url());
  await says(other, "Epoch 6 of 17");
  assert.deepEqual(await form(other), await form(page));
  assert.deepEqual(await numbers(other), await numbers(page));
  assert.equal(other.url(), page.url());
  await other.evaluate(() => (location.hash = "#solver=newton&epoch=2"));
  await says(other, "Epoch 2 of");
  assert.equal(await other.inputValue("#solver"), "newton");
});

scene("an address of a file waits for it", { address: "#file=own.csv&column=b&target=kind&one=n&epochs=7&rate=0.5&epoch=3" }, async (page) => {
  await page.waitForSelector("#trouble:visible");
  assert.match(await page.textContent("#trouble"), /^This address is for a file of your own, own\.csv: choose or drop it/);
  await choose(page, "a,b,kind\n1,2,y\n2,1,n\n3,5,y\n4,1,n\n");
  await says(page, "Epoch 3 of 7");
  assert.equal((await numbers(page)).weights.length, 2);
  assert.match(page.url(), /file=own\.csv/);
});

scene("an address of nonsense is no trouble", { address: "#solver=magic&column=height&epoch=-7&rate=%3Cb%3E&C=&q=1", ready: "There is no new fit" }, async (page) => {
  assert.equal(await page.inputValue("#solver"), "gd");
  assert.equal(await page.textContent("#trouble"), "learning_rate must be a positive number; got '<b>'.");
  await page.fill("#rate", "0.5");
  await page.click("#train");
  await says(page, "Epoch 100 of 100");
});
