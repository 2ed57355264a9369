"""A fitted model as a small program of its own, in another language or none: what purelr predicts, without purelr.

model  →  Description  →  one writer for each target  →  text (bytes for ONNX)
"""

from __future__ import annotations

from ..basics.errors import brief, refuse
from ..data.encoding import Encoding
from ..formula.steps import Design
from ..persistence import files, model_file
from .text import Text, texts

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Each target, and how the names of its files end. MicroPython runs what Python runs.
TARGETS = {
    "python": ".py",
    "micropython": ".py",
    "c": ".c",
    "c-header": ".h",
    "javascript": ".mjs",
    "sql": ".sql",
    "onnx": ".onnx",
    "pmml": ".pmml",
}


def export(
    model: Any, to: str, path: Any = None, name: str = "model", table: str = "data", dialect: str = "standard"
) -> str | bytes:
    """The program of a fitted model, written to the file at `path` too where one is given, whole or not at all.

    The arguments and errors are those of `LogisticRegression.export`.
    """
    from . import onnx, pmml, source, sql

    if not isinstance(to, str) or to not in TARGETS:
        refuse("to", f"one of {', '.join(TARGETS)}", brief(to))
    for argument, value in (("name", name), ("table", table), ("dialect", dialect)):
        if not isinstance(value, str):
            refuse(argument, "a text", brief(value))
    description = Description(model, name, table, dialect)
    writers: dict[str, Any] = {
        "python": source.python,
        "micropython": source.python,
        "c": source.c,
        "c-header": source.c_header,
        "javascript": source.javascript,
        "sql": sql.program,
        "onnx": onnx.program,
        "pmml": pmml.program,
    }
    program: str | bytes = writers[to](description)
    if path is not None:
        files.replace(path, program)
    return program


class Description:
    """What the writers must know of a model, as plain data: its numbers, and its texts as Text, which each must quote.

    columns         the names of its numbers, or x0, x1, ... where the fit had none
    inputs          what the numbers are called that the cells become, which are the columns unless there is a formula
    design          the formula that makes the columns of the inputs, or None
    fields, cells   what a person's columns are called that become the numbers, and how: for each its levels (None for
                    a number), the other levels that are known (None: all), and the numbers for a missing cell (None: an
                    error). Where all columns are numbers, the fields are the columns, and cells is empty
    mean, scale     each column is (x − mean) / scale before anything else; None where it is not scaled
    intercept, coef one number and one row for two classes, those of the second; K of each for K > 2
    at_least        whether a log-odds of exactly 0 is the second class, as it is for LR, and not the first
    """

    def __init__(self, model: Any, name: str, table: str, dialect: str = "standard") -> None:
        stamp = files.stamp()
        data = model_file.to_dict(model, None, stamp)
        fit, scaling = data["fit"] or {}, data["scaling"]
        self.name: Text = Text(name)
        self.table: Text = Text(table)
        self.dialect: Text = Text(dialect)
        self.kind: Any = data["model"]
        self.version: Text = Text(stamp["purelr"])
        self.date: Text = Text(fit.get("date") or stamp["date"])
        self.columns: list[Text] = texts(data["columns"] or [f"x{j}" for j in range(data["n_columns"])])
        self.classes: list[Any] = texts(data["classes"])
        self.fields: list[Text] = self.columns
        self.inputs: list[Text] = self.columns
        self.cells: list[list[Any]] = []
        self.design: Design | None = None
        if data.get("encoding"):
            self._encoded(data["encoding"])
        if fit.get("offset"):
            self._with_offset()
        self.mean: list[float] | None = scaling and scaling["mean"]
        self.scale: list[float] | None = scaling and scaling["scale"]
        self.intercept: list[float] = data["intercept"]
        self.coef: list[list[float]] = data["coef"]
        self.two: bool = len(self.classes) == 2
        self.at_least: Any = self.kind == "LR"

    def _encoded(self, encoding: dict[str, Any]) -> None:
        self.fields = [Text(column["name"]) for column in encoding["columns"]]
        rules = Encoding.from_dict(encoding)
        for column in rules.columns:
            known = None if rules.lenient else [text for text in [column.reference] if text is not None]
            means = column.means if rules.fills(column) else None
            self.cells.append([texts(column.levels), texts(known), means])
        self.inputs, self.design = texts(rules.inputs()), rules.design

    def _with_offset(self) -> None:
        """Let the offset be an input of its own, behind the others."""
        place = len(self.inputs)
        known = self.design or Design(
            "", [["column", j] for j in range(place)], [], list(range(place)), [], None, True, []
        )
        steps = [*known.steps, ["column", place]]
        offset = len(steps) - 1
        if known.offset is not None:
            steps.append(["+", known.offset, offset])
        self.design = Design(known.text, steps, [], known.places, [], len(steps) - 1, True, [])
        self.fields, self.inputs = [*self.fields, Text("offset")], [*self.inputs, Text("offset")]
        if self.cells:
            self.cells.append([None, [], None])

    def refuse_formula(self, target: str) -> None:
        """Raise the ValueError of a target that cannot compute, where the model's numbers are not those of cells."""
        if self.design is None:
            return
        got = next((self.design.said(k) for k in self.design.places if self.design.steps[k][0] != "column"), None)
        if got is None and self.design.offset is not None:
            got = "an offset"
        if got is not None:
            remedy = "Export it to Python, JavaScript, C, MicroPython or SQL."
            refuse("model", f"of columns as they are, for {target}", brief(got), remedy)

    def scores(self) -> list[tuple[float, list[float]]]:
        """An intercept and coefficients for each class, of which the probabilities are the softmax: 0 for the first of
        two classes."""
        first = [(0.0, [0.0] * len(self.columns))] if self.two else []
        return first + list(zip(self.intercept, self.coef))
