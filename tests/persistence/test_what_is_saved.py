"""Labels, options, names and dates in a model file, and what cannot be saved."""

from __future__ import annotations

import datetime
import json
import math

import pytest

import purelr
from purelr import LR, CoordinateDescent, GradientDescent, LogisticRegression, Newton, StandardScaler
from purelr.persistence.model_file import from_dict, to_dict, to_text
from purelr.persistence.schema import checked

from ..samples import Frame
from .common import LABELS, LABELS3, ROWS, saved


@pytest.mark.parametrize(
    "labels",
    [
        [False, True],
        [0, 1],
        [-5, 10**25],
        [0.5, 2.0],
        [1, 2.5],
        ["", " "],
        ["</script>", "\x1b[31m\u202e\n\"'\\"],
        ["\ud800", "é\u2028"],
    ],
    ids=ascii,
)
def test_labels_keep_their_kind(labels, tmp_path):
    labels = sorted(labels)
    model = LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], labels * 2)
    text, again = saved(model, tmp_path)
    assert again.classes_ == model.classes_
    assert [type(label) for label in again.classes_] == [type(label) for label in labels]
    assert not {"\x1b", "\u202e", "\u2028"} & set(text.decode())


@pytest.mark.parametrize(
    "labels",
    [
        [datetime.date(2020, 1, 1), datetime.date(2021, 1, 1)],
        [(0, 1), (1, 0)],
        [b"a", b"b"],
        [0.0, math.inf],
        [1, 10**400],
    ],
    ids=lambda labels: type(labels[-1]).__name__,
)
def test_labels_that_are_no_data_are_refused_and_nothing_is_written(labels, tmp_path):
    model = LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    model.classes_ = labels
    with pytest.raises(
        ValueError, match=r"^classes\[[01]\] must be a text, a number or true or false, to be data; got "
    ):
        model.save(tmp_path / "model.json")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"C": math.inf},
        {"C": 5, "l1_ratio": 0.5, "tol": 1e-5, "max_iter": 50, "solver": CoordinateDescent(sweeps=7)},
        {"solver": "lbfgs", "standardize": True, "warm_start": True, "random_state": 3, "class_weight": "balanced"},
        {"solver": GradientDescent(0.25, 30, [0.0, 0.5, 0.0, 1.0], 2), "class_weight": {1: 2.0}},
        {"solver": GradientDescent(0.25, epochs=30, start="random"), "fit_intercept": True},
        {"solver": Newton(memory=3), "fit_intercept": False},
    ],
    ids=str,
)
def test_options_come_back(options, tmp_path):
    model = LogisticRegression(**options).fit(ROWS, LABELS)
    _, again = saved(model, tmp_path)
    assert repr(again) == repr(model)
    assert {name: type(v) for name, v in again.get_params().items()} == {
        name: type(v) for name, v in model.get_params().items()
    }
    assert again.fit(ROWS, LABELS).coef_ == model.coef_


def test_what_belongs_to_the_machine_stays_there(tmp_path):
    model = LogisticRegression(backend="pure", callback=print, random_state=object()).fit(ROWS, LABELS)
    _, again = saved(model, tmp_path)
    assert (again.backend, again.callback, again.random_state) == (None, None, None)


def test_a_baseline_and_column_names_come_back(tmp_path):
    names = ["a b", "列", "\x07"]
    model = LogisticRegression(C=math.inf, baseline="b").fit(Frame(ROWS, names), LABELS3)
    _, again = saved(model, tmp_path)
    assert again.baseline == "b"
    assert again.feature_names_in_ == names
    with pytest.raises(ValueError, match="X must be of the columns of fit in their order, '列' at place 1"):
        again.predict(Frame(ROWS, ["a b", "\x07", "列"]))


class Mine(LogisticRegression):
    pass


class OwnSolver(Newton):
    pass


def with_nan():
    model = LogisticRegression().fit(ROWS, LABELS)
    model.coef_[0][2] = math.nan
    return model


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (LogisticRegression, "LogisticRegression must be fitted first; got no coef_"),
        (LR, "LR must be fitted first; got no weights"),
        (lambda: Mine().fit(ROWS, LABELS), "model must be one of LR, LogisticRegression to be saved; got Mine"),
        (
            lambda: LogisticRegression(solver=OwnSolver()).fit(ROWS, LABELS),
            r'solver must be one of purelr\'s own to be saved; got OwnSolver\(memory=20\). Set model.solver = "auto" first',
        ),
        (with_nan, r"coef\[0\]\[2\] must be a finite number; got nan"),
        (
            lambda: LogisticRegression().fit(ROWS, LABELS).set_params(C="x"),
            r"options\.C must be a number above 0 or \"inf\"; got 'x'",
        ),
    ],
)
def test_what_cannot_be_saved_is_said_and_the_old_file_stays(make, message, tmp_path):
    path = tmp_path / "model.json"
    path.write_text("old")
    with pytest.raises(ValueError, match=message):
        make().save(path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("scaler", "message"),
    [
        (StandardScaler(), "scaler must be a fitted StandardScaler; got StandardScaler"),
        (3, "scaler must be a fitted StandardScaler; got 3"),
        (StandardScaler().fit([[1.0], [2.0]]), "scaling.mean must be a list of 3 numbers; got 1"),
    ],
)
def test_a_scaler_that_does_not_fit_is_refused(scaler, message, tmp_path):
    with pytest.raises(ValueError, match=message):
        LR().fit(ROWS, LABELS).save(tmp_path / "model.json", scaler=scaler)


def test_the_date_is_that_of_the_first_save(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    model = LR().fit(ROWS, LABELS)
    first, again = saved(model, tmp_path)
    assert (again.result_.date, again.result_.purelr) == ("1970-01-02", purelr.__version__)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(10 * 86400))
    assert saved(again, tmp_path)[0] == first
    assert b"1970-01-11" in saved(model, tmp_path)[0]
    for bad in ("soon", "-1", "9" * 30):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", bad)
        with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH must be a number of seconds since 1970; got"):
            model.save(tmp_path / "model.json")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    today = datetime.datetime.now(datetime.timezone.utc).date()
    date = datetime.date.fromisoformat(saved(model, tmp_path)[1].result_.date)
    assert today - datetime.timedelta(days=1) <= date <= today + datetime.timedelta(days=1)


def test_the_dict_is_the_file_without_the_file():
    """What a small interpreter uses: no path, no clock, a plain JSON parser."""
    model = LR().fit(ROWS, LABELS)
    data = to_dict(model)
    again = from_dict(checked(json.loads(to_text(data))), {"LR": LR})
    assert again.weights == model.weights
    assert (again.result_.date, again.result_.purelr) == (None, None)


def test_numbers_that_overflowed_are_not_in_the_file(tmp_path):
    model = LR().fit(ROWS, LABELS)
    model.result_.gradient_norm = math.inf
    assert saved(model, tmp_path)[1].result_.gradient_norm is None
