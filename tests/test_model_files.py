"""Model files: what is saved is what is loaded, on every backend, and files of an earlier version stay loadable."""

from __future__ import annotations

import datetime
import json
import math
from pathlib import Path

import pytest

import purelr
from purelr import LR, CoordinateDescent, GradientDescent, LogisticRegression, Newton, StandardScaler, load
from purelr.basics.random_numbers import SplitMix64
from purelr.persistence.model_file import from_dict, to_dict, to_text
from purelr.persistence.schema import checked
from purelr.testing import close

from .backends_here import as_input, per_backend
from .data import problem
from .test_classes import Frame

FROZEN = Path(__file__).parent / "models"
EXPECTED = json.loads((FROZEN / "expected.json").read_text(encoding="utf-8"))
ROWS, LABELS = problem(40, 3, seed=5)
THREE = [("ä", "b", "c")[(i + k) % 3] for i, k in enumerate(LABELS)]


def saved(model, folder, scaler=None, **options):
    """(the bytes of the file, the model that is loaded from it)"""
    model.save(folder / "model.json", scaler, **options)
    return (folder / "model.json").read_bytes(), load(folder / "model.json")


@per_backend
class _Files:
    backend = None

    @pytest.mark.parametrize("name", sorted(EXPECTED))
    def test_a_frozen_file_predicts_what_it_says(self, name, tmp_path):
        """The probabilities beside the files are of 60-digit arithmetic on the numbers in them."""
        model = load(FROZEN / name)
        model.backend = self.backend
        rows, expected = EXPECTED[name]["rows"], EXPECTED[name]["proba"]
        probas = model.predict_proba(rows)
        if isinstance(model, LR):
            probas = [[1.0 - p, p] for p in probas]
            close(probas, expected, 1e-14)
        else:
            close(probas, expected, 1e-12, scale=0.0)  # 30 products that partly cancel, in the exponent
        best = [row.index(max(row)) for row in expected]
        classes = [0, 1] if isinstance(model, LR) else model.classes_
        assert list(model.predict(rows)) == [classes[k] for k in best]
        model.backend = None
        assert saved(model, tmp_path)[0] == (FROZEN / name).read_bytes()

    def test_a_frozen_file_with_sums_has_its_standard_errors(self):
        """Those beside it are of 60-digit arithmetic on the rows of the fit, at the coefficients in the file."""
        model = load(FROZEN / "sums_v2.json")
        model.backend = self.backend
        close(model.std_error(), EXPECTED["sums_v2.json"]["std_error"], 1e-12, scale=0.0)
        assert model.summary()["race=white", "low"].odds_ratio < 0.3

    @pytest.mark.parametrize("labels", [LABELS, THREE], ids=["two", "three"])
    def test_a_loaded_model_is_the_model(self, labels, tmp_path):
        model = LogisticRegression(backend=self.backend).fit(ROWS, labels)
        _, again = saved(model, tmp_path)
        again.backend = self.backend
        for method in ("predict", "predict_proba", "predict_log_proba", "decision_function"):
            assert getattr(again, method)(ROWS) == getattr(model, method)(ROWS)
        assert again.score(ROWS, labels) == model.score(ROWS, labels)
        assert (again.coef_, again.intercept_, again.classes_) == (model.coef_, model.intercept_, model.classes_)
        assert (again.n_iter_, again.n_features_in_, again.result_.rows) == (model.n_iter_, 3, 40)
        assert again.result_.objective == model.result_.objective
        assert again.result_.converged is True
        assert again.fit(ROWS, labels).coef_ == model.coef_
        assert again.result_.trace

    def test_a_loaded_textbook_model_is_the_model(self, tmp_path):
        model = LR(seed=4, backend=self.backend).fit(ROWS, LABELS)
        _, again = saved(model, tmp_path)
        again.backend = self.backend
        assert type(again) is LR
        assert (again.seed, again.weights) == (4, model.weights)
        assert again.predict_proba(ROWS) == model.predict_proba(ROWS)
        assert (again.result_.n_iter, again.result_.rows, again.result_.objective) == (25, 40, model.loss[-1])
        assert again.fit(ROWS, LABELS).loss == model.loss

    @pytest.mark.parametrize("kind", [LR, LogisticRegression])
    def test_a_scaler_travels_with_the_model(self, kind, tmp_path):
        raw = [[1000.0 + 3.0 * x, 0.01 * y, z] for x, y, z in ROWS]
        scaler = StandardScaler().fit(raw)
        model = kind(backend=self.backend).fit(scaler.transform(raw), LABELS)
        first, again = saved(model, tmp_path, scaler)
        again.backend = self.backend
        close(again.predict_proba(raw), model.predict_proba(scaler.transform(raw)), 1e-14)
        assert again.predict(raw) == model.predict(scaler.transform(raw))
        close(again.predict_proba(raw[:1])[0], again.predict_proba(raw)[0], 1e-14)  # one row has a short way of its own
        assert saved(again, tmp_path)[0] == first
        assert not hasattr(again.fit(raw, LABELS, **({"epochs": 0} if kind is LR else {})), "scaler_")

    def test_the_input_decides_where_a_loaded_model_computes(self, tmp_path):
        X = as_input(self.backend_name, ROWS)
        model = LogisticRegression().fit(X, LABELS)
        text, again = saved(model, tmp_path)
        assert type(again.predict_proba(X)) is type(X)
        assert [list(row) for row in again.predict_proba(X)] == [list(row) for row in model.predict_proba(X)]
        assert b"numpy" not in text

    def test_the_bytes_do_not_depend_on_the_backend(self, tmp_path):
        fitted = LogisticRegression(backend="pure").fit(ROWS, THREE)
        model = LogisticRegression(backend=self.backend).fit(as_input(self.backend_name, ROWS), THREE)
        for name in ("coef_", "intercept_", "classes_"):  # the same numbers in the kinds of this backend
            value = getattr(fitted, name)
            setattr(model, name, as_input(self.backend_name, value))
        model.result_ = fitted.result_
        assert saved(model, tmp_path)[0] == saved(fitted, tmp_path)[0]

    def test_scalars_of_an_array_are_saved_as_pythons(self, tmp_path):
        whole, text = as_input(self.backend_name, [3, 7]), as_input(self.backend_name, ["a", "b"])
        strength, share = as_input(self.backend_name, [2.0, 0.25])
        for low, high in (whole, text):
            weights = {high: strength}
            model = LogisticRegression(C=strength, l1_ratio=share, max_iter=whole[1] * 10, class_weight=weights)
            model.fit(ROWS, [high if label else low for label in LABELS])
            _, again = saved(model, tmp_path)
            assert again.classes_ in ([3, 7], ["a", "b"])
            assert {type(label) for label in again.classes_} <= {int, str}
            assert (type(again.C), type(again.l1_ratio), type(again.max_iter)) == (float, float, int)
            assert list(again.class_weight.items()) == [(again.classes_[1], 2.0)]


def test_every_float_comes_back_to_the_last_bit(tmp_path):
    stream = SplitMix64(1)
    values = [(stream.uniform() - 0.5) * 2.0 ** (stream.below(2000) - 1000) for _ in range(3000)]
    values += [
        5e-324,
        -0.0,
        0.0,
        1.7976931348623157e308,
        2.2250738585072014e-308,
        1e22,
        1e16,
        123456789012345680.0,
        0.1,
    ]
    model = LR()
    model.weights = values
    _, again = saved(model, tmp_path)
    assert [w.hex() for w in again.weights] == [w.hex() for w in values]
    assert not hasattr(again, "result_")


def test_a_file_is_read_by_people(tmp_path):
    text = saved(LogisticRegression().fit(ROWS, THREE), tmp_path)[0].decode()
    lines = text.split("\n")
    assert lines[:4] == ["{", '  "format": "purelr model",', '  "version": 1,', '  "model": "LogisticRegression",']
    assert '  "classes": ["b", "c", "ä"],' in lines
    assert sum(line.startswith("    [") for line in lines) == 3
    assert max(len(line) for line in lines) < 120
    assert text.endswith("}\n")
    assert list(json.loads(text)) == [line[3:].partition('"')[0] for line in lines if line.startswith('  "')]


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
    model = LogisticRegression(C=math.inf, baseline="b").fit(Frame(ROWS, names), THREE)
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
        (StandardScaler(), "scaler must be a fitted StandardScaler; got <purelr"),
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
