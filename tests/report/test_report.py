"""The report: one HTML file with every picture and the measures of the library."""

from __future__ import annotations

import math
import re
import sys
import warnings

import pytest

import purelr
from purelr.basics.random_numbers import SplitMix64

from ..samples import problem
from .common import MODEL, X, Y, report


def facts(page):
    return dict(zip(page.texts["dt"], page.texts["dd"]))


def test_it_has_every_picture_and_the_measures_of_the_library():
    page = report(MODEL, X, Y, names=["a", "b", "c"], title="My model")
    assert page.texts["h1"] == ["My model"]
    assert page.texts["h3"] == [
        *("ROC curve", "Precision and recall", "Calibration", "Scores by class"),
        *("Confusion matrix", "Coefficients", "Effect of c", "Effect of a", "Effect of b", "Loss by step"),
    ]
    probas = [row[1] for row in MODEL.predict_proba(X)]
    measures = facts(page)
    assert measures["Accuracy"] == f"{MODEL.score(X, Y):.3g}"
    assert measures["ROC area"] == f"{purelr.roc_auc_score(Y, probas):.3g}"
    assert measures["Log loss"] == f"{purelr.log_loss(Y, probas):.3g}"
    brier = sum((p - y) ** 2 for p, y in zip(probas, Y)) / len(Y)
    assert measures["Brier score"] == f"{brier:.3g}"
    assert "a" in page.texts["th"]


def test_the_shares_of_each_class_are_those_of_the_classification_report():
    page = report(MODEL, X, Y)
    lines = purelr.classification_report(Y, MODEL.predict(X), digits=3).split("\n")[2:4]
    cells = page.texts["td"]
    for line in lines:
        _, precision, recall, f1, rows = line.split()
        assert any(cells[k : k + 4] == [rows, precision, recall, f1] for k in range(len(cells)))


def test_coefficients_are_compared_by_the_spread_of_their_columns():
    wide = [[1000.0 * row[0], row[1], row[2]] for row in X]
    model = purelr.LogisticRegression(C=float("inf")).fit(wide, Y)
    plain = purelr.LogisticRegression(C=float("inf")).fit(X, Y)
    first, second = [report(m, rows, Y, names=["a", "b", "c"]) for m, rows in ((model, wide), (plain, X))]
    columns = ["a", "b", "c"]
    order = [[text for text in page.texts["th"] if text in columns] for page in (first, second)]
    assert order[0] == order[1]


def test_a_weight_of_two_is_the_row_twice():
    weights = [1 + i % 2 for i in range(len(Y))]
    rows = [i for i, weight in enumerate(weights) for _ in range(weight)]
    by_weight = report(MODEL, X, Y, weights)
    twice = report(MODEL, [X[i] for i in rows], [Y[i] for i in rows])
    assert facts(by_weight) == facts(twice)
    assert by_weight.texts["td"] == twice.texts["td"]


def test_several_classes_and_many_columns():
    X, y = problem(200, 50, seed=2)
    y = [("low", "high")[label] if i % 4 else "odd" for i, label in enumerate(y)]
    model = purelr.LogisticRegression(C=0.1).fit(X, y)
    page = report(model, X, y)
    assert any(text.startswith("These are the 30 largest of 50 columns. There are no int") for text in page.texts["p"])
    assert "Mean ROC area" in facts(page)
    assert len([text for text in page.texts["th"] if text.startswith("column ")]) == 30
    report(model, X, y, intervals=[[(-1, 1)] * 51] * 3, most=2)


def test_the_textbooks_model_a_loaded_model_and_arrays(tmp_path):
    textbook = report(purelr.LR().fit(X, Y, epochs=20), X, Y)
    assert "LR on 150 rows" in textbook.texts["p"][0]
    assert "Loss by step" in textbook.texts["h3"]
    MODEL.save(tmp_path / "model.json")
    loaded = report(purelr.load(tmp_path / "model.json"), X, Y)
    assert "Loss by step" not in loaded.texts["h3"]
    assert any("a model that was saved keeps none" in text for text in loaded.texts["p"])
    assert facts(loaded) == facts(report(MODEL, X, Y))


def test_a_scaler_that_travels_with_the_model_changes_no_importance(tmp_path):
    scaler = purelr.StandardScaler().fit(X)
    model = purelr.LogisticRegression().fit(scaler.transform(X), Y)
    model.save(tmp_path / "model.json", scaler=scaler)
    inside = report(purelr.load(tmp_path / "model.json"), X, Y)
    outside = report(model, scaler.transform(X), Y)
    assert inside.texts["td"] == outside.texts["td"][: len(inside.texts["td"])]


@pytest.mark.parametrize(("X", "y"), [([[0.0, 1.0, 2.0]], [1]), ([[0.0, 0.0, 0.0]] * 5, [0] * 5)])
def test_one_class_or_one_row_has_no_curves_and_says_so(X, y):
    page = report(MODEL, X, y)
    assert f"All rows are of one class, {y[0]}: there is no curve to draw." in page.texts["p"]
    assert page.texts["h3"] == ["Scores by class", "Confusion matrix", "Coefficients", "Loss by step"]
    assert "ROC area" not in facts(page)


def test_rows_of_weight_zero_are_gone():
    page = report(MODEL, X[:4], [0, 1, 0, 1], [1, 0, 1, 0])
    assert "All rows are of one class, 0: there is no curve to draw." in page.texts["p"]


@pytest.mark.parametrize(
    "options",
    [{}, {"C": 0.1, "standardize": True}, {"l1_ratio": 0.5}, {"C": float("inf")}, {"solver": "gd", "max_iter": 30}],
    ids=str,
)
def test_the_rows_that_were_learnt_from_are_said_to_be(options, tmp_path):
    X, y = problem(80, 3, seed=21)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", purelr.ConvergenceWarning)
        model = purelr.LogisticRegression(**options).fit(X, y)
    said = "These are the rows that it was fitted on"
    assert said in purelr.html_report(model, X, y)
    assert said not in purelr.html_report(model, *problem(80, 3, seed=22))
    assert said not in purelr.html_report(model, X[:79], y[:79])
    assert said in purelr.html_report(purelr.LR().fit(X, y), X, y)
    weights = [1.0 + i % 3 for i in range(80)]
    if not options:
        weighted = purelr.LogisticRegression().fit(X, y, weights)
        assert said in purelr.html_report(weighted, X, y, sample_weight=weights)
        assert said not in purelr.html_report(weighted, X, y)


def test_a_class_looks_the_same_in_all_pictures_of_a_page():
    """Of ten classes eight are shown, those with the most rows, although others have larger coefficients."""
    stream = SplitMix64(3)
    y = [f"kind {'abcdefghij'[i % 10]}" for i in range(400) if i % 10 not in (0, 3) or i % 3 == 0]
    X = [[stream.uniform() + 2.0 * (label[-1] == c) * (c in "ad") for c in "abcd"] for label in y]
    page = purelr.html_report(purelr.LogisticRegression(C=100.0).fit(X, y), X, y)
    looks = {}
    for sample in re.finditer(
        r'<path class="(c\d)[^>]*/>(?:<path class="(c\d)"[^>]*/>)?<text [^>]*>(kind .)[^<]*</text>', page
    ):
        looks.setdefault(sample[3], set()).add(sample[2] or sample[1])
    assert set(looks) == {f"kind {c}" for c in "bcefghij"}
    assert {len(colours) for colours in looks.values()} == {1}


def test_what_is_cut_off_shows_that_it_scrolls():
    X, y = problem(30, 2, seed=5)
    page = purelr.html_report(purelr.LogisticRegression().fit(X, y), X, y)
    assert ".wide{overflow-x:auto" in page
    assert page.count("no-repeat scroll") == 2


def test_labels_and_weights_are_checked_once_and_the_model_is_asked_four_times():
    """Counted for 569 rows: a label is coded once, and so is what is predicted; the model is asked for probabilities,
    their logarithms, classes, and the residuals of a fit without a penalty; and for each effect at 41 places."""
    X, y = purelr.load_breast_cancer(return_X_y=True)
    X = [row[:3] for row in X]
    weights = [1.0 + i % 2 for i in range(len(y))]
    model = purelr.LogisticRegression(C=float("inf"), backend="pure").fit(X, y, weights)
    calls = []

    def count(frame, event, argument):
        if event == "call" and frame.f_code.co_filename.startswith(purelr.__path__[0]):
            few = len(frame.f_locals.get("X", ())) == 41 if frame.f_code.co_name == "_log_odds" else False
            calls.append((f"{frame.f_code.co_name}{' at 41' * few}", frame.f_locals.get("argument")))

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        purelr.html_report(model, X, y, weights)
    finally:
        sys.setprofile(before)
    assert [call for call in calls if call[0] in {"encode", "Labels"}] == [("encode", "y"), ("encode", "predict")]
    names = [name for name, _ in calls]
    assert names.count("sample_weights") == 1
    assert names.count("_log_odds") == 4
    assert names.count("_log_odds at 41") == 3


def test_another_model_that_calls_what_happened_impossible_has_a_finite_loss():
    """scikit-learn's predict_log_proba is the logarithm of predict_proba, and -inf where that is 0."""

    class Sure:
        coef_, intercept_, classes_ = [[1.0]], [0.0], [0, 1]

        def predict(self, X):
            return [1 for _ in X]

        def predict_proba(self, X):
            return [[0.0, 1.0] for _ in X]

        def predict_log_proba(self, X):
            return [[-math.inf, 0.0] for _ in X]

    page = purelr.html_report(Sure(), [[1.0], [2.0]], [0, 1])
    assert not re.search(r"\b(inf|nan)\b", page)
    assert "372" in page  # half of 744.4, which is -ln of the smallest float above 0


def test_what_the_columns_do_that_matter_most():
    """Of a table its own columns, through a formula too: of numbers a curve, of levels dots; with an offset for none."""
    X = {"hours": [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0], "sex": list("fmmffmff"), "none": [1.0] * 8}
    y = ["fail", "fail", "pass", "fail", "pass", "pass", "fail", "pass"]
    model = purelr.LogisticRegression(formula="poly(hours, 2) + sex").fit(X, y)
    page = report(model, X, y)
    assert [text for text in page.texts["h3"] if text.startswith("Effect")] == ["Effect of hours", "Effect of sex"]
    said = [text for text in page.texts["figcaption"] if text.startswith("The probability of pass goes from")]
    low, high = [model.predict_proba({"hours": [end], "sex": ["f"]})[0][1] for end in (0.5, 4.0)]
    assert said[0] == f"The probability of pass goes from {low:.4g} at 0.5 to {high:.4g} at 4, for sex = f."
    model = purelr.LogisticRegression().fit(X, y, offset=[0.5] * 8)
    assert "Effect of sex" in report(model, X, y, offset=[0.5] * 8).texts["h3"]
