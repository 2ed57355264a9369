"""A model on data, as one HTML page: pictures and tables, with nothing loaded from elsewhere and no script."""

from __future__ import annotations

from math import exp

from ..basics.errors import whole
from ..basics.text import plain
from ..data.encoding import in_numbers, labels_of
from ..evaluation import curves
from ..evaluation.appraisal import Appraisal
from ..evaluation.calibration import groups_of
from ..evaluation.predictions import MOST_CURVES, largest, rates
from ..persistence import files
from ..plot import fits, predictions
from ..plot.effects import effects
from ..plot.predictions import MOST_CLASSES
from ..plot.scale import number
from .inference import Inferred
from .page import figure, figures, page, section, table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MOST_EFFECTS = 4  # columns whose effect is drawn
# What a fit tells of itself, and in which words.
RESULT = {
    "solver": "Solver",
    "converged": "Converged",
    "n_iter": "Steps",
    "objective": "Mean loss with its penalty",
    "gradient_norm": "Largest entry of the gradient",
    "message": "In words",
}


def html_report(
    model: Any,
    X: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    names: Any = None,
    title: str = "Model report",
    intervals: Any = None,
    summary: Any = None,
    row_names: Any = None,
    most: int = 30,
    offset: Any = None,
) -> str:
    """How good a fitted model is on n rows, and what it has learnt: the text of one HTML file.

    model      a fitted LogisticRegression or LR, or another model with coef_, intercept_, classes_ and predict_proba
    y          n labels, each a class of the model, or left out where its formula names them; rows that it was not
               fitted on show how good it is
    names      the p columns' names, where the model does not know them
    intervals  p pairs (low, high) for the coefficients, or one such list a class; an intercept's in front is left out.
               A fit without a penalty has its own, and the page the tests of its summary too
    summary    a `model.summary(...)` of another level or cov_type, to be shown instead of the plain one
    row_names  what the n rows are called where single ones are named: their numbers from 0, or these n texts
    offset     what is added to the log-odds of each row, for a model that was fitted with one
    most       how many columns are shown: those with the largest coefficients times their standard deviation

    ROC and precision-recall curves, calibration, scores by class, confusion matrix, coefficients and the loss of each
    step, with their numbers in tables; for two classes and the very rows of a fit without a penalty, residuals and
    influence besides. Bad input is a ValueError.

    >>> from purelr import LogisticRegression
    >>> X, y = [[0.5], [1.0], [2.0], [2.5], [3.0], [4.0]], ["fail", "fail", "pass", "fail", "pass", "pass"]
    >>> html_report(LogisticRegression().fit(X, y), X, y, names=["hours"])[:15]
    '<!DOCTYPE html>'
    """
    person, y = (model, X), labels_of(model, X, y)
    model, X = in_numbers(model, X, offset)
    data = Appraisal(model, X, y, sample_weight)
    p = len(data.coefs[0])
    known = fits.column_names(model, names, p)
    most = whole("most", most, 1)
    inferred = Inferred(data, known, X, y, summary, row_names)
    parts = [
        figures(_figures(data)),
        _apart(data),
        _probabilities(data),
        _right_and_wrong(data),
        _coefficients(data, known, intervals, inferred, most),
        _effects(*person, known, data),
        inferred.single_rows(),
        _fit(model, inferred.fit()),
    ]
    stamp = files.stamp()
    size = f"{number(data.n, 9)} row{'s' * (data.n > 1)} with {p} column{'s' * (p > 1)}"
    lead = f"{type(model).__name__} on {size}: {_sentence(data)}"
    if data.was_learnt_from():
        lead += " These are the rows that it was fitted on: of others it will get fewer right."
    foot = f"Made by purelr {stamp['purelr']} on {stamp['date']}. This page loads nothing from elsewhere."
    return page(plain(title), lead, "".join(parts), foot)


def _effects(model: Any, X: Any, names: list[str], data: Appraisal) -> str:
    """What the columns do that matter most, as far as these rows go."""
    classes = largest(list(range(len(data.classes))), data.sizes, MOST_CURVES)
    drawn = [figure(picture, picture.description) for picture in effects(model, X, MOST_EFFECTS, names, classes)]
    note = "The predicted probability as one column goes over its range, the others being those of a typical row."
    return section("What one column does", drawn, note=note) if drawn else ""


def _sentence(data: Appraisal) -> str:
    largest_class = max(data.sizes) / data.total
    return (
        f"it puts {100.0 * data.accuracy():.1f} % of them in the right one of {len(data.classes)} classes. "
        f"To call all of them the commonest class would be right for {100.0 * largest_class:.1f} %."
    )


def _figures(data: Appraisal) -> list[tuple[str, str]]:
    areas = [roc for roc, _ in data.areas().values()]
    shown = [("Accuracy", number(data.accuracy(), 3))]
    if areas:
        shown.append(("ROC area" if len(areas) == 2 else "Mean ROC area", number(sum(areas) / len(areas), 3)))
    return [*shown, ("Log loss", number(data.log_loss(), 3)), ("Brier score", number(data.brier(), 3))]


def _apart(data: Appraisal) -> str:
    if len(data.seen) < 2:
        only = data.names[data.seen[0]]
        return section(
            "Telling the classes apart", note=f"All rows are of one class, {only}: there is no curve to draw."
        )
    drawn = [
        figure(predictions.roc_of(data), "The further above the dashed line, the better; on the line is chance."),
        figure(
            predictions.precision_recall_of(data),
            "How many of the rows called so are so, as more of them are found.",
        ),
    ]
    few = f"Pictures show {MOST_CURVES} of {len(data.classes)} classes, those with the most rows."
    return section("Telling the classes apart", drawn, note=few if len(data.seen) > MOST_CURVES else "")


def _probabilities(data: Appraisal) -> str:
    histogram = figure(predictions.histogram_of(data), "The further apart the classes, the better.")
    if len(data.seen) < 2:
        return section("The probabilities", [histogram])
    calibration = figure(predictions.calibration_of(data), "On the dashed line, what is predicted is what happens.")
    if len(data.classes) > 2:
        return section("The probabilities", [calibration, histogram])
    groups = groups_of(data.ties(1))
    lines = []
    for group in groups:
        share, n = group["share"], group["n"]
        shares = [f"{group['mean_proba']:.3f}", f"{share:.3f}", _ends(*curves.wilson(share, n))]
        lines.append([_ends(group["low"], group["high"]), number(n, 6), *shares])
    header = ["Probability", "Rows", "Predicted", "Observed", "95 % interval"]
    return section("The probabilities", [calibration, histogram], table("Calibration in groups", header, lines))


def _ends(low: float, high: float) -> str:
    return f"{low:.3f} to {high:.3f}"


def _right_and_wrong(data: Appraisal) -> str:
    areas, matrix, lines = data.areas(), data.confusion(), []
    for k, (name, (*shares, size)) in enumerate(zip(data.names, rates(matrix))):
        roc, precision = [number(value) for value in areas[k]] if k in areas else ["–", "–"]
        lines.append([name, number(size, 6), *map(_share, shares), roc, precision])
    header = ["Class", "Rows", "Precision", "Recall", "F1", "ROC area", "Average precision"]
    picture = predictions.confusion_of(data)
    shown = largest(range(len(data.classes)), data.sizes, MOST_CLASSES)
    cells = [[data.names[k], *[number(matrix[k][m], 6) for m in shown]] for k in shown]
    caption = "True by predicted class"
    return section(
        "Right and wrong",
        [
            figure(picture, "Each row of the picture is a true class; right answers are on the diagonal."),
            table(caption, ["True class", *[data.names[k] for k in shown]], cells),
        ],
        table("Each class", header, lines),
    )


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _coefficients(data: Appraisal, names: list[str], intervals: Any, inferred: Inferred, most: int) -> str:
    given = inferred.intervals() if intervals is None else intervals
    shown = fits.strongest(data.coefs, data.spreads, most)
    chosen = [data.classes[k] for k in largest(range(len(data.classes)), data.sizes, MOST_CURVES)]
    picture = fits.coefficients(data.model, names, given, data.spreads, most, classes=chosen)
    what = "How the log-odds change as a column grows by one standard deviation and the others stay."
    drawn = [figure(picture, what + (" The lines are intervals." if given is not None else ""))]
    p = len(names)
    notes = [f"These are the {len(shown)} largest of {p} columns."] * (len(shown) < p) + [inferred.why] * (
        intervals is None
    )
    known = intervals is None and inferred.summary is not None
    tables = inferred.coefficients(shown) if known else _table(data, names, given, shown)
    return section("What the model has learnt", drawn, tables, " ".join(notes))


def _table(data: Appraisal, names: list[str], intervals: Any, shown: list[int]) -> str:
    sets = len(data.coefs)
    ranges = fits.intervals_of(intervals, sets, len(names))
    if sets > 1:  # a class a column
        header = ["Column", *data.names]
        lines = [[names[j], *[_with_interval(data.coefs[k][j], ranges[k][j]) for k in range(sets)]] for j in shown]
    else:
        header = ["Column", "Coefficient", "Interval", "Odds ratio", "Per standard deviation"]
        lines = [_coefficient(names[j], data.coefs[0][j], ranges[0][j], data.spreads[j]) for j in shown]
        if intervals is None:
            header, *lines = [line[:2] + line[3:] for line in [header, *lines]]
    return table("Coefficients", header, lines)


def _coefficient(name: str, value: float, pair: tuple[float, float] | None, spread: float) -> list[str]:
    ratio = number(exp(value)) if abs(value) < 700.0 else "–"
    return [name, number(value), _range(pair), ratio, number(value * spread)]


def _with_interval(value: float, pair: tuple[float, float] | None) -> str:
    return f"{number(value)} ({_range(pair)})" if pair else number(value)


def _range(pair: tuple[float, float] | None) -> str:
    return f"{number(pair[0])} to {number(pair[1])}" if pair else ""


def _fit(model: Any, tests: str) -> str:
    """How the fit went, as far as the model knows: one from a file knows no losses."""
    result = getattr(model, "result_", None)
    told = [(words, getattr(result, name, None)) for name, words in RESULT.items()]
    lines = [
        [words, plain(value) if isinstance(value, (str, bool)) else number(value)]
        for words, value in told
        if value is not None
    ]
    drawn = [figure(fits.loss(model), "How the fit came down to its optimum.")] if len(fits.losses(model)) > 1 else []
    note = "" if drawn else "The losses of its steps are not known: a model that was saved keeps none."
    ended = [table("How it ended", ["Fact", "Value"], lines)] if lines else []
    return section("The fit", drawn + ended, tests, note)
