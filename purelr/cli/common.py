"""What the commands share: options, the reading of a table, and progress on a terminal."""

from __future__ import annotations

import os

from ..basics.errors import brief, refuse
from ..data.cells import as_number, is_missing
from ..data.csv_file import CSVFile
from ..data.encoding import Encoding, numbers_named, without_encoding
from ..evaluation import predictions
from ..evaluation.predictions import Predictions

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Sequence
    from typing import Any


def table_options(parser: argparse.ArgumentParser) -> None:
    """The file and how it is to be read."""
    parser.add_argument("data", metavar="DATA.csv", help="a CSV file with a header; - for standard input")
    group = parser.add_argument_group("how DATA.csv is written")
    group.add_argument("--encoding", help="of its text (default: by its byte-order mark, or UTF-8)")
    group.add_argument("--delimiter", help="between cells (default: the one of , ; | and tab in the header)")
    group.add_argument("--decimal", choices=[".", ","], help="the decimal mark (default: .)")
    group.add_argument("--thousands", metavar="MARK", help="between thousands (default: none)")
    group.add_argument(
        "--na", metavar="A,B,...", help="texts of missing cells, besides empty ones, NA, NaN and the like"
    )


WRITTEN = ("encoding", "delimiter", "decimal", "thousands", "na")


def written(options: argparse.Namespace) -> dict[str, Any]:
    """How the options say that the file is written."""
    told = {name: getattr(options, name) for name in WRITTEN if getattr(options, name) is not None}
    if told.get("delimiter") in ("\\t", "tab"):
        told["delimiter"] = "\t"
    if "na" in told:
        told["na"] = names_of(told["na"], "--na")
    return told


def open_table(options: argparse.Namespace, model: Any = None) -> CSVFile:
    """The table that the options name, written as they say, or as the table was that the model was fitted to."""
    learnt = getattr(getattr(model, "encoding_", None), "written", None) or {}
    how = {**learnt, **written(options)}
    table = CSVFile(
        options.data,
        how.get("encoding"),
        how.get("delimiter"),
        how.get("decimal", "."),
        how.get("thousands"),
        how.get("na"),
    )
    if table.row_names:
        warn(f"the first column of {table.shown} has no name: it is taken for the names of rows, and left out.")
    return table


def spare_the_inputs(options: argparse.Namespace) -> None:
    """Refuse to write over a file that is read: the table, the model, or what is the standard input."""
    if options.output in (None, "-") or not os.path.exists(options.output):
        return
    output = os.stat(options.output)
    for name, what in (("data", "DATA.csv"), ("model", "MODEL.json")):
        path = getattr(options, name, None)
        if path is not None and _is(output, path):
            refuse("-o", f"another file than {what}", brief(options.output))


def _is(output: os.stat_result, path: str) -> bool:
    """Whether this is the file at a path, by whatever name; the standard input can be a file too."""
    try:
        return os.path.samestat(output, os.fstat(0) if path == "-" else os.stat(path))
    except OSError:  # it is not there, which its reader says
        return False


def backend_option(parser: Any) -> None:
    """What computes."""
    parser.add_argument(
        "--backend", metavar="NAME", default="auto", help="pure or numpy (default: numpy where it is installed)"
    )


def backend_of(options: argparse.Namespace) -> str:
    """The name of the backend: the one asked for, here or by PURELR_BACKEND, or else NumPy's where it is installed. The
    numbers are the same to 1e-9."""
    from importlib.util import find_spec

    told = os.environ.get("PURELR_BACKEND") if options.backend == "auto" else options.backend
    return str(told or ("pure" if find_spec("numpy") is None else "numpy"))


def weights_option(parser: argparse.ArgumentParser) -> None:
    """The column of the rows' weights."""
    parser.add_argument("--weights", metavar="COLUMN", help="the column that says how often each row counts")


def labelled_options(parser: argparse.ArgumentParser) -> None:
    """A model, and a file with known labels."""
    parser.add_argument("model", metavar="MODEL.json", help="a model file, from purelr fit")
    table_options(parser)
    parser.add_argument("--target", metavar="COLUMN", help="the column with the labels (default: that of the fit)")
    weights_option(parser)
    lenient_option(parser)


def names_of(text: str | None, option: str) -> list[str]:
    """The names in an option: separated by commas, and quoted where they hold one, or the end of a line."""
    import csv

    if not text:
        return []
    try:
        return [name.strip() for name in next(csv.reader(text.splitlines(keepends=True), skipinitialspace=True))]
    except csv.Error:
        refuse(option, 'names with commas between them, in "quotes" where one holds a comma', brief(text))


def text_columns(columns: Sequence[str], text: str | None) -> list[str]:
    """The columns that --text names."""
    names = names_of(text, "--text")
    for name in names:
        if name not in columns:
            refuse("--text", "columns to predict from", repr(name))
    return names


MOST_NUMBERS = 20  # more different ones are a quantity, and no classes


def check_classes(labels: Sequence[Any]) -> None:
    """Refuse a target that is a quantity: many different numbers, or fractions."""
    different = {str(label) for label in labels}
    numbers = [as_number(label) for label in different]
    if None in numbers or len(numbers) < 3:
        return
    fractions = [label for label, number in zip(different, numbers) if number is not None and number % 1.0 != 0.0]
    if fractions or len(numbers) > MOST_NUMBERS:
        got = f"{len(numbers)} different numbers, such as {brief(min(fractions or different))}"
        refuse("--target", f"a column of classes, at most {MOST_NUMBERS} of them where they are whole numbers", got)


def label_of(text: str, classes: list[Any], where: str) -> Any:
    """The class that a cell names."""
    names = [str(label) for label in classes]
    if text not in names:
        refuse("the target", f"one of the classes of the model, {brief(classes)}", f"{brief(text)} in {where}")
    return classes[names.index(text)]


def baseline_of(options: argparse.Namespace, classes: list[Any]) -> Any:
    """The class that --baseline names, or None."""
    names = [str(label) for label in classes]
    if options.baseline is not None and options.baseline not in names:
        refuse("--baseline", f"one of the classes of the target, {brief(classes)}", brief(options.baseline))
    return None if options.baseline is None else classes[names.index(options.baseline)]


def lenient_option(parser: argparse.ArgumentParser) -> None:
    """The option to go on with what the fit has not seen."""
    parser.add_argument(
        "--lenient",
        action="store_true",
        help="only warn of unknown levels (then none of the known ones) and missing columns and cells (then the mean)",
    )


def encoding_for(model: Any, table: CSVFile, lenient: bool, but: Sequence[str | None] = ()) -> Encoding:
    """How the cells of a table become the model's columns: found by name, or for a model without names the first ones
    but these."""
    if getattr(model, "has_offset_", False):
        got = "one fitted with offset= in Python"
        remedy = "Fit it with formula='... + offset(COLUMN)' in Python, or with purelr fit --offset COLUMN."
        refuse("MODEL.json", "a model that knows which column its offset is", got, remedy)
    encoding = getattr(model, "encoding_", None)
    if encoding is None:
        others = [name for name in table.names if name not in but]
        names = list(getattr(model, "feature_names_in_", [])) or others[: model.n_features_in_]
        if len(names) < model.n_features_in_:
            got = f"{len(names)} of them"
            refuse(table.shown, f"a table with the {model.n_features_in_} columns of the model", got)
        encoding = numbers_named(names)
    for column in encoding.columns:
        if lenient and column.means and column.name not in table.names:
            warn(f"{table.shown} has no column {brief(column.name)}; the mean of the fit stands in for it.")
            table.add_absent(column.name)
    missing = "mean" if lenient and encoding.columns[0].means else encoding.missing
    found = encoding.lenient_copy(missing)
    found.lenient = lenient or encoding.lenient
    return found


def warn_of_unknown(encoding: Encoding, rows: Iterable[Sequence[str]]) -> None:
    """Say once for each unknown level how often it is there, where that is no error."""
    if not encoding.lenient:
        return
    counts: dict[tuple[str, str], int] = {}
    for cells in rows:
        for column, cell in zip(encoding.columns, cells):
            if not (column.knows(cell) or is_missing(cell)):
                counts[column.name, cell] = counts.get((column.name, cell), 0) + 1
    for (name, cell), count in counts.items():
        warn(f"column {brief(name)} has {brief(cell)} in {count} rows; it counts as none of the levels of the fit.")


def warn(message: str) -> None:
    """A warning, to the standard error."""
    import warnings

    warnings.warn(message, stacklevel=2)


def probabilities(model: Any, rows: list[list[float]], offset: Any = None) -> list[list[float]]:
    """Each class's probability for rows that are numbers already, with what is added to their log-odds."""
    return predictions.probabilities(without_encoding(model, offset), rows)


def answers(
    model: Any, X: Any, codes: list[int], weights: list[float], offset: Any = None
) -> tuple[Predictions, list[float]]:
    """What the model says of rows that are numbers already, beside their classes; and the loss of each."""
    probas = probabilities(model, X, offset)
    predicted = [best(model, row) for row in probas]
    scores = [list(column) for column in zip(*probas)]
    data = Predictions(list(model.classes_), codes, weights, scores[1:] if len(scores) == 2 else scores, predicted)
    return data, predictions.losses(without_encoding(model, offset), X, codes)


def best(model: Any, probas: list[float]) -> int:
    """The place of the class that the model's `predict` says: of two as probable the second for LR, else the first."""
    place = max(range(len(probas)), key=probas.__getitem__)
    return len(probas) - 1 if not hasattr(model, "coef_") and probas[-1] == probas[place] else place
