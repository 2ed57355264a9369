// Open pages in Chromium, on a phone and on a desk, by day and by night, and say what is wrong with them.
//
//     node look.mjs CHROMIUM FOLDER_FOR_SCREENSHOTS PAGE.html...
//
// Prints JSON: for each view of each page its console messages, its requests beyond the page itself, how far it is
// wider than the window, and the texts that leave their picture, lie over each other, or are hard to read.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const [executablePath, shots, ...pages] = process.argv.slice(2);
const VIEWS = [360, 1280].flatMap((width) => ["light", "dark"].map((colorScheme) => ({ width, colorScheme })));

/** Runs in the page. */
function faults() {
  const number = (text) => text.match(/[\d.]+/g).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const paper = number(getComputedStyle(document.body).backgroundColor);
  const found = { outside: [], overlapping: [], pale: [] };
  const texts = [...document.querySelectorAll("h1,h2,h3,p,dt,dd,th,td,caption,figcaption,footer,svg text")];
  for (const text of texts) {
    const style = getComputedStyle(text);
    const colour = number(text.closest("svg") ? style.fill : style.color).slice(0, 3);
    if (contrast(colour, paper) < 4.5) found.pale.push(text.textContent);
  }
  for (const svg of document.querySelectorAll("svg")) {
    const frame = svg.getBoundingClientRect();
    const written = [...svg.querySelectorAll("text")].map((text) => [text, text.getBoundingClientRect()]);
    const cells = [...svg.querySelectorAll(".cell")].map((cell) => [cell, cell.getBoundingClientRect()]);
    written.forEach(([text, box], i) => {
      const inside = box.left >= frame.left - 0.5 && box.right <= frame.right + 0.5 &&
        box.top >= frame.top - 0.5 && box.bottom <= frame.bottom + 0.5;
      if (!inside) found.outside.push(text.textContent);
      for (const [other, rival] of written.slice(i + 1)) {
        const turned = text.hasAttribute("transform") || other.hasAttribute("transform");
        const apart = box.right <= rival.left + 1 || rival.right <= box.left + 1 ||
          box.bottom - 3 <= rival.top + 1 || rival.bottom - 3 <= box.top + 1;
        if (!turned && !apart) found.overlapping.push([text.textContent, other.textContent]);
      }
      for (const [cell, around] of cells) {
        const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
        if (middle[0] < around.left || middle[0] > around.right) continue;
        if (middle[1] < around.top || middle[1] > around.bottom) continue;
        const shade = number(getComputedStyle(cell).fill).slice(0, 3);
        const opacity = Number(getComputedStyle(cell).fillOpacity);
        const ground = shade.map((c, k) => c * opacity + paper[k] * (1 - opacity));
        const ink = number(getComputedStyle(text).fill).slice(0, 3);
        if (contrast(ink, ground) < 4.5) found.pale.push(text.textContent);
      }
    });
  }
  const root = document.documentElement;
  return { ...found, paper, texts: texts.length, wider: root.scrollWidth - root.clientWidth, scripts: document.scripts.length };
}

const profile = mkdtempSync(join(tmpdir(), "purelr-browser-"));
const seen = [];
const browser = await chromium.launchPersistentContext(profile, { executablePath, args: FLAGS, headless: true });
try {
  for (const file of pages) {
    for (const { width, colorScheme } of VIEWS) {
      const page = await browser.newPage();
      const messages = [], requests = [];
      page.on("console", (message) => messages.push(message.text()));
      page.on("pageerror", (error) => messages.push(String(error)));
      page.on("dialog", (dialog) => { messages.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
      const url = pathToFileURL(file).href;
      page.on("request", (request) => { if (request.url() !== url) requests.push(request.url()); });
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme });
      await page.goto(url, { waitUntil: "networkidle" });
      const name = `${basename(file, ".html")}-${width}-${colorScheme}`;
      await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
      seen.push({ name, messages, requests, title: await page.title(), ...(await page.evaluate(faults)) });
      if (width === 1280 && colorScheme === "dark") {  // on paper it is day
        await page.emulateMedia({ media: "print", colorScheme });
        seen[seen.length - 1].printed = (await page.evaluate(faults)).paper;
        await page.pdf({ path: join(shots, `${name}.pdf`), format: "A4" });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(JSON.stringify(seen));
