// Python in a thread of its own, so that the page never freezes. One request at a time, each answered in full.

import { loadPyodide } from "../pyodide/pyodide.mjs";

const PYTHON = ["table.py", "pictures.py", "lesson.py", "page.py"];
let stop = null; // an Int32Array shared with the page, where that may be: 1 asks a fit to end

async function bytes(address) {
  const answer = await fetch(new URL(address, import.meta.url));
  if (!answer.ok) throw new Error(`${address} cannot be had: ${answer.status}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function report(text) {
  postMessage({ frames: JSON.parse(text) });
  return stop !== null && Atomics.load(stop, 0) === 1;
}

async function start() {
  const indexURL = new URL("../pyodide/", import.meta.url).href;
  const [pyodide, wheel, ...sources] = await Promise.all([
    loadPyodide({ indexURL, stdout: () => {}, stderr: () => {} }),
    bytes("../purelr.whl"),
    ...PYTHON.map((name) => bytes(`../python/${name}`)),
  ]);
  pyodide.unpackArchive(wheel, "wheel");
  pyodide.FS.mkdir("/page");
  PYTHON.forEach((name, k) => pyodide.FS.writeFile(`/page/${name}`, sources[k]));
  pyodide.runPython("import sys; sys.path.insert(0, '/page')");
  return { pyodide, page: pyodide.pyimport("page").Page(report) };
}

const ready = start();

onmessage = async ({ data: { id, name, asked, file, shared } }) => {
  if (shared) stop = shared;
  try {
    const { pyodide, page } = await ready;
    postMessage({ id, ...JSON.parse(page.answer(name, JSON.stringify(asked), pyodide.toPy(file))) });
  } catch (error) {
    postMessage({ id, error: `Python did not start or ended: ${error.message}` });
  }
};
