// Phone and desktop, light and dark, motion and none; and what a screen reader is told.

import assert from "node:assert/strict";

import { numbers, says, scene } from "./browser.mjs";

const THIRTY = "#epochs=20&rate=0.1&epoch=20&rows=0,1,2,3,4,5,6&penalty=ridge";

for (const width of [360, 1280]) {
  for (const colorScheme of ["light", "dark"]) {
    scene(`${width} px, ${colorScheme}`, { address: THIRTY, viewport: { width, height: 800 }, colorScheme }, async (page) => {
      await page.click("#all-columns");
      await page.click("#train");
      await says(page, "Epoch 20 of 20");
      const wide = await page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        const scrolls = (element) => element.closest(".scroll, math, .list");
        const out = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > width + 0.5 && !scrolls(element));
        return { scroll: document.documentElement.scrollWidth, width, out: out.map((element) => element.outerHTML.slice(0, 80)) };
      });
      assert.deepEqual(wide, { scroll: width, width, out: [] });
      const clipped = await page.evaluate(() => [...document.querySelectorAll("#weights th, #weights td, button, select")].filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent));
      assert.deepEqual(clipped, []);
      for (const [text, ground, ratio] of await page.evaluate(contrasts)) assert.ok(ratio >= 4.5, `${text} on ${ground}: ${ratio}`);
      const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      assert.equal(dark, colorScheme === "dark" ? "rgb(20, 25, 28)" : "rgb(247, 246, 242)");
      // Buttons and fields are large enough for a finger (WCAG 2.2, 2.5.8: 24 px).
      const small = await page.evaluate(() => [...document.querySelectorAll("button, select, input:not([type=checkbox]), .tick")].filter((e) => e.offsetParent && e.getBoundingClientRect().height < 22).map((e) => e.id));
      assert.deepEqual(small, []);
    });
  }
}

/** The contrast of each pair of colours that text is set in (WCAG 2.2, 1.4.3). */
function contrasts() {
  const style = getComputedStyle(document.documentElement);
  const luminance = (name) => {
    const [r, g, b] = style.getPropertyValue(name).match(/[0-9a-f]{2}/gi).map((hex) => parseInt(hex, 16) / 255);
    const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  };
  const pairs = [["--ink", "--paper"], ["--ink", "--card"], ["--quiet", "--paper"], ["--quiet", "--card"], ["--accent", "--card"], ["--on-accent", "--accent"], ["--ink", "--alert"]];
  return pairs.map(([text, ground]) => {
    const [low, high] = [luminance(text), luminance(ground)].sort((a, b) => a - b);
    return [text, ground, (high + 0.05) / (low + 0.05)];
  });
}

scene("without motion the last epoch is shown at once", { reducedMotion: "reduce", address: "#epochs=300" }, async (page) => {
  const seen = await page.evaluateHandle(() => {
    const epochs = [];
    new MutationObserver(() => epochs.push(document.getElementById("at").textContent)).observe(document.getElementById("at"), { childList: true });
    return epochs;
  });
  await page.click("#train");
  await says(page, "Epoch 300 of 300");
  assert.deepEqual([...new Set(await seen.jsonValue())], ["0", "300"]);
  assert.equal((await numbers(page)).epoch, 300);
});

scene("a screen reader is told", { address: "#epochs=10&epoch=4" }, async (page) => {
  const unnamed = await page.evaluate(() => [...document.querySelectorAll("input, select, button")].filter((e) => !(e.labels?.length || e.textContent.trim())).map((e) => e.outerHTML));
  assert.deepEqual(unnamed, []);
  assert.equal(await page.locator("h1").count(), 1);
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.equal(await page.getAttribute("#status", "aria-live"), "polite");
  for (const id of ["loss", "sigmoid", "boundary"]) {
    assert.equal(await page.getAttribute(`#${id}`, "role"), "img");
    for (const name of (await page.getAttribute(`#${id}`, "aria-labelledby")).split(" ")) assert.ok((await page.textContent(`#${name}`)).length > 5);
  }
  assert.match(await page.textContent("#loss-caption"), /^Loss 0\.\d+ after epoch 4, from 0\.\d+ at the start\.$/);
  assert.match(await page.getAttribute("#epoch", "aria-valuetext"), /^Epoch 4 of 10, loss 0\.\d+$/);
  const snapshot = await page.locator("main").ariaSnapshot();
  for (const part of [/img "The loss Loss 0/, /slider "Epoch 4 of 10"/, /button "Step"/, /table/, /rowheader "mean_radius"/]) assert.match(snapshot, part);
});

scene("the words suit the method", { address: "#solver=newton&epoch=1" }, async (page) => {
  const visible = () => page.evaluate(() => [...document.querySelectorAll("[data-solver], [data-penalty]")].filter((e) => e.getClientRects().length).map((e) => e.dataset.solver ?? e.dataset.penalty));
  assert.deepEqual(await visible(), ["newton"]);
  await page.selectOption("#solver", "gd");
  await page.selectOption("#penalty", "ridge");
  await page.fill("#epochs", "5");
  await page.click("#train");
  await says(page, "Epoch 5 of 5");
  assert.deepEqual(new Set(await visible()), new Set(["gd", "ridge", "ridge lasso both", "ridge both"]));
});

scene("before Python is there", { ready: "Loading" }, async (page) => {
  assert.ok(await page.isDisabled("#train"));
  assert.ok(await page.isDisabled("#play"));
  assert.ok(await page.isHidden("#trouble"));
  await says(page, "Epoch 0 of 100");
  assert.ok(await page.isEnabled("#train"));
});
