"""`purelr fit`: from a CSV file to a model file."""

from __future__ import annotations

from argparse import BooleanOptionalAction

from ..backends.registry import choose, get_backend
from ..basics.errors import refuse
from ..basics.text import json_spoken, printable, terminal_table
from ..data.split import train_test_split
from ..inference.methods import fit_of
from ..model import LogisticRegression
from . import common, stream
from .evaluate import figures, shown
from .table import Table, fitted, learnt, source_of, source_options

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator
    from typing import Any

    from ..data.source import Source

EXAMPLE = "purelr fit cancer.csv --target diagnosis -o model.json"
LARGEST = 10  # coefficients that are shown
MOST_SUMS = 100  # columns, whose sums are p² numbers


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `fit`."""
    source_options(parser)
    parser.add_argument(
        "-o", "--output", required=True, metavar="MODEL.json", help="where to save the model; - for standard output"
    )
    parser.add_argument("--test-share", type=float, default=0.25, metavar="SHARE", help="held out (default: 0.25)")
    parser.add_argument("--seed", type=int, default=0, help="of the choice of rows held out (default: 0)")
    parser.add_argument("--json", action="store_true", help="print what was found as JSON")
    help_ = "for files larger than memory: read the file twice, and keep its numbers in a temporary file"
    parser.add_argument("--stream", action="store_true", help=help_)
    help_ = "with --C inf, keep in the file what standard errors and the report's intervals need"
    parser.add_argument("--sums", action=BooleanOptionalAction, help=f"{help_} (default: up to {MOST_SUMS} columns)")
    model_options(parser)


def model_options(parser: argparse.ArgumentParser) -> None:
    """The options of the class."""
    group = parser.add_argument_group("the model")
    group.add_argument(
        "--C", type=float, default=1.0, help="inverse strength of the penalty, inf for none (default: 1)"
    )
    group.add_argument("--l1-ratio", type=float, default=0.0, help="0 for ridge, 1 for lasso (default: 0)")
    solvers = "newton, newton_cg, lbfgs, coordinate_descent or gd"
    group.add_argument("--solver", default="auto", help=f"auto, {solvers} (default: auto)")
    group.add_argument("--no-intercept", dest="fit_intercept", action="store_false", help="fit no intercept")
    help_ = "let the penalty act per standard deviation of a column (default), or on the coefficients as they are"
    group.add_argument("--standardize", action=BooleanOptionalAction, default=True, help=help_)
    group.add_argument("--class-weight", choices=["balanced"], help="let all classes count the same")
    group.add_argument("--baseline", metavar="CLASS", help="of three or more classes, with --C inf")
    group.add_argument("--tol", type=float, default=1e-8, help="the gradient to stop at (default: 1e-8)")
    group.add_argument("--max-iter", type=int, default=1000, help="the most iterations (default: 1000)")
    common.backend_option(group)


def run(options: argparse.Namespace) -> Iterator[str | dict[str, Any]]:
    """Read, split, fit, save; then say what was found."""
    common.spare_the_inputs(options)
    if not 0.0 <= options.test_share < 1.0:
        refuse("--test-share", "a share from 0 to below 1", f"{options.test_share:g}")
    if options.stream and options.data == "-":
        refuse("DATA.csv", "a file with --stream, which reads it twice", "standard input")
    if options.sums and float("inf") != options.C:
        refuse("--sums", "with --C inf, as standard errors are of such a fit", f"--C {options.C:g}")
    source = source_of(options)
    model, found = _from_disk(source, options) if options.stream else _in_memory(source, options)
    sums = _has_sums(model, options)
    if options.output == "-":
        yield json_spoken(model.to_json(sums=sums).rstrip("\n"))
        return
    model.save(options.output, sums=sums)
    if options.json:
        yield {**_facts(model), **found}
        return
    yield from _in_words(model, found)
    yield from _coefficients(model, found["deviations"])
    if found["held_out"] is not None:
        yield from shown(found["held_out"], f"{found['held_out']['rows']:,} rows held out")
    yield f"Saved to {printable(options.output)}. Next: purelr predict {printable(options.output)} NEW.csv"


def _has_sums(model: LogisticRegression, options: argparse.Namespace) -> bool:
    """Whether the file is to have what standard errors need: as asked for, or where it is small and they are there."""
    if options.sums is False or float("inf") != options.C:
        return False
    if options.sums is None and model.n_features_in_ > MOST_SUMS:
        return False
    try:
        fit_of(model)
    except ValueError:
        if options.sums:
            raise
        return False
    return True


def _in_memory(source: Source, options: argparse.Namespace) -> tuple[LogisticRegression, dict[str, Any]]:
    """The model, and what is to be said of its data."""
    table = Table(source)
    train, test = _split(table, options.test_share, options.seed)
    lines = [(table.lines[i], table.cells[i]) for i in train]
    encoding = learnt(lines, source, options)
    (X, offset), y = table.encoded(encoding, train), [table.y[i] for i in train]
    weights = None if table.weights is None else [table.weights[i] for i in train]
    model = fitted(_model(options, sorted(set(y))), encoding, X, y, weights, offset)
    lenient = encoding.lenient_copy(options.missing)
    return model, {
        "file": table.name,
        "rows": len(train),
        "counts": [y.count(label) for label in model.classes_],
        "deviations": _deviations(X, weights),
        "held_out": figures(model, table, lenient, test) if test else None,
    }


def _from_disk(source: Source, options: argparse.Namespace) -> tuple[LogisticRegression, dict[str, Any]]:
    """The same for a file that is larger than memory."""
    encoding, train, test = stream.spooled(source, options)
    with train, test:
        model = fitted(_model(options, train.classes), encoding, train, None, None, None)
        _has_sums(model, options)  # the rows are asked for them while they are there
        return model, {
            "file": source.file.shown,
            "rows": train.count,
            "counts": train.counts,
            "deviations": train.deviations(choose(common.backend_of(options), None)),
            "held_out": stream.figures(model, test, source.weighted) if test.count else None,
        }


def _split(table: Table, share: float, seed: int) -> tuple[list[int], list[int]]:
    """The rows to learn from and those held out, each class in both."""
    rows = list(range(len(table.lines)))
    if share == 0.0:
        return rows, []
    train, test = train_test_split(rows, test_size=share, random_state=seed, stratify=table.y)
    return sorted(train), sorted(test)


def _model(options: argparse.Namespace, classes: list[Any]) -> LogisticRegression:
    """A model of these options."""
    baseline = common.baseline_of(options, classes)
    given = ("C", "l1_ratio", "solver", "fit_intercept", "standardize", "class_weight", "tol", "max_iter", "backend")
    parameters = {name: getattr(options, name) for name in given}
    parameters["backend"] = common.backend_of(options)
    return LogisticRegression(baseline=baseline, **parameters)


def _facts(model: LogisticRegression) -> dict[str, Any]:
    """The model, for machines."""
    result = model.result_
    return {
        "columns": list(model.feature_names_in_),
        "classes": list(model.classes_),
        "intercept": list(model.intercept_),
        "coef": [list(row) for row in model.coef_],
        "solver": result.solver,
        "backend": model.backend,
        "converged": result.converged,
        "n_iter": result.n_iter,
        "objective": result.objective,
    }


def _in_words(model: LogisticRegression, found: dict[str, Any]) -> Iterator[str]:
    counts = ", ".join([f"{count:,} {label}" for count, label in zip(found["counts"], model.classes_)])
    dropped = model.encoding_.dropped
    left_out = f" {dropped:,} row{'s' * (dropped > 1)} with missing cells left out." if dropped else ""
    yield f"{printable(found['file'])}: {found['rows']:,} rows to learn from: {printable(counts)}.{left_out}"
    penalty = "no penalty" if float("inf") == model.C else f"C = {model.C:g}, l1_ratio = {model.l1_ratio:g}"
    ending = "converged" if model.result_.converged else "not converged"
    result = model.result_
    how = f"{result.solver} on {model.backend}, {penalty}"
    yield f"{how}: {ending} in {result.n_iter} iterations, mean loss {result.objective:.6g}."
    yield ""


def _deviations(rows: list[list[float]], weights: list[float] | None) -> list[float]:
    """Each column's standard deviation, the rows weighed as in the fit."""
    xp = get_backend("pure")
    counted = weights or [1.0] * len(rows)
    total = sum(counted)
    _, deviations = xp.moments(xp.asmatrix(rows), xp.asvector([weight / total for weight in counted]))
    return list(xp.tolist(deviations))


def _coefficients(model: LogisticRegression, deviations: list[float]) -> Iterator[str]:
    """The largest coefficients, by what a deviation of their column changes."""
    several = len(model.coef_) > 1
    labels = model.classes_ if several else model.classes_[1:]
    lines = [
        (abs(w * d), [*([str(label)] if several else []), name, f"{w:.6g}", f"{w * d:.4f}"])
        for label, coefs in zip(labels, model.coef_)
        for name, w, d in zip(model.feature_names_in_, coefs, deviations)
    ]
    lines.sort(key=lambda line: -line[0])
    header = [*(["class"] if several else []), "column", "coefficient", "per deviation"]
    towards = "their class" if several else str(labels[0])
    yield f"The largest coefficients: log-odds of {printable(towards)} per unit, and per standard deviation"
    yield terminal_table(header, [cells for _, cells in lines[:LARGEST]])
    yield ""
