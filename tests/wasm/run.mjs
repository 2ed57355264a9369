// Runs purelr's tests in WebAssembly: node run.mjs 3.14 WHEELS [arguments of pytest]
// WHEELS is a folder with the wheels of purelr, pytest and what pytest needs; nothing is fetched from anywhere.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "..", "..");
const [version, wheels, ...args] = process.argv.slice(2);
const folder = join(here, "node_modules", `pyodide-${version}`);

async function main() {
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
  const env = { HOME: "/home", PURELR_TEST_BACKENDS: "pure", PYTHONDONTWRITEBYTECODE: "1" };
  const python = await loadPyodide({ indexURL: folder, env });
  const extractDir = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  for (const name of readdirSync(wheels)) {
    python.unpackArchive(new Uint8Array(readFileSync(join(wheels, name))), "wheel", { extractDir });
  }
  // The tests are those of the checkout, and purelr is that of the wheel: the source tree is not to be seen from inside.
  python.FS.mkdirTree("/suite/tests");
  python.FS.mount(python.FS.filesystems.NODEFS, { root: join(root, "tests") }, "/suite/tests");
  python.FS.writeFile("/suite/pyproject.toml", readFileSync(join(root, "pyproject.toml"), { encoding: "utf-8" }));
  python.globals.set("ARGUMENTS", python.toPy(args));
  return python.runPython(readFileSync(join(here, "suite.py"), { encoding: "utf-8" }));
}

// A crash of the interpreter must not read as passed, and must not print a megabyte of minified code.
try {
  process.exit(await main());
} catch (error) {
  console.error(String(error.message ?? error).slice(-4000));
  process.exit(70);
}
