// node pyodide.mjs PACKAGE FILE ARGUMENTS...: run a Python file in Pyodide, in the folder where the command is given.
import { pathToFileURL } from "node:url";
import { resolve } from "node:path";

const [folder, file, ...words] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(resolve(folder, "pyodide.mjs")));
const python = await loadPyodide({ args: [file, ...words] });
python.mountNodeFS("/here", process.cwd());
python.globals.set("words", python.toPy([file, ...words]));
python.runPython(`
import os, runpy, sys
os.chdir("/here")
sys.path.insert(0, "/here")
sys.argv[:] = words
runpy.run_path(words[0], run_name="__main__")
`);
