"""A fit on rows that wait on disk is the fit on the same rows in memory."""

from __future__ import annotations

import math

import pytest

import purelr.training.data as data_module
from purelr import GradientDescent, LogisticRegression
from purelr.testing import close
from purelr.training import disk_rows as spool
from purelr.training.disk_rows import Spool

from ..backends_here import per_backend
from ..samples import problem

ROWS, LABELS = problem(400, 3, seed=77)
THREE = [(label + i) % 3 for i, label in enumerate(LABELS)]
WEIGHTS = [(0.0, 1.0, 2.5)[i % 3] for i in range(400)]


def spooled(rows, labels, weights=None, classes=None):
    classes = sorted(set(labels)) if classes is None else classes
    made = Spool(["a", "b", "c"], classes)
    for i, (row, label) in enumerate(zip(rows, labels)):
        made.append(row, classes.index(label), 1.0 if weights is None else weights[i])
    return made


@per_backend
class _Spool:
    backend = None

    @pytest.fixture(autouse=True)
    def small_chunks(self, monkeypatch):
        monkeypatch.setattr(spool, "CHUNK", 100)

    @pytest.mark.parametrize("labels", [LABELS, THREE])
    @pytest.mark.parametrize("weights", [None, WEIGHTS])
    @pytest.mark.parametrize(
        "options",
        [
            {},
            {"C": math.inf},
            {"C": 0.05, "l1_ratio": 0.5},
            {"class_weight": "balanced", "standardize": True},
            {"solver": "lbfgs"},
            {"solver": GradientDescent(0.5, 20)},
        ],
    )
    def test_it_is_the_fit_in_memory(self, labels, weights, options):
        with spooled(ROWS, labels, weights) as rows:
            from_disk = LogisticRegression(backend=self.backend, **options).fit(rows, None)
        in_memory = LogisticRegression(backend=self.backend, **options).fit(ROWS, labels, weights)
        tolerance = 1e-6 if options.get("solver") == "lbfgs" else 1e-9  # L-BFGS stops at tol, before the last digits
        for ours, theirs in zip(from_disk.coef_, in_memory.coef_):
            close(ours, theirs, tolerance)
        close(from_disk.intercept_, in_memory.intercept_, tolerance)
        assert from_disk.classes_ == in_memory.classes_
        assert from_disk.feature_names_in_ == ["a", "b", "c"]
        assert from_disk.result_.rows == 400

    def test_many_rows_begin_on_a_sample_here_too(self, monkeypatch):
        monkeypatch.setattr(data_module, "MANY", 300)
        monkeypatch.setattr(data_module, "PIECES", 8)
        rows, labels = problem(3000, 3, seed=78)
        with spooled(rows, labels) as there:
            from_disk = LogisticRegression(backend=self.backend).fit(there, None)
        in_memory = LogisticRegression(backend=self.backend).fit(rows, labels)
        close(from_disk.coef_[0], in_memory.coef_[0], 1e-9)
        assert abs(from_disk.result_.start.objective - in_memory.result_.start.objective) <= 1e-12


def test_a_spool_gives_back_what_it_was_given(monkeypatch):
    monkeypatch.setattr(spool, "CHUNK", 10)
    with spooled(ROWS[:7], LABELS[:7], WEIGHTS[:7], [0, 1]) as made:
        chunks = list(made.chunks())
        assert [row for X, _, _, _ in chunks for row in X.tolist()] == ROWS[:7]
        assert [label for _, labels, _, _ in chunks for label in labels] == LABELS[:7]
        assert [weight for _, _, weights, _ in chunks for weight in weights] == WEIGHTS[:7]
        assert len(made._rows.waiting) < 10  # the rest is on disk, and not in memory
        assert made.slice(5, 2)[0].tolist() == ROWS[5:7]
        made.append([1.0, 2.0, 3.0], 1)
        assert made.slice(7, 1)[0].tolist() == [[1.0, 2.0, 3.0]]
        assert sum(made.counts) == made.count == 8


@pytest.mark.parametrize(
    ("labels", "classes", "options", "message"),
    [
        (["a", "c", "a", "c"], ["a", "b", "c"], {}, "got none of 'b'. Hold out fewer rows."),
        (["a"] * 4, ["a", "b"], {}, "of at least two classes; got one class, 'a'"),
        ([0, 1, 0, 1], [0, 1], {"soft": True}, "soft must be False for rows on disk"),
    ],
)
def test_what_cannot_be_fitted_is_said(labels, classes, options, message):
    with spooled(ROWS[:4], labels, classes=classes) as rows, pytest.raises(ValueError, match="must be") as caught:
        LogisticRegression(**options).fit(rows, None)
    assert message in str(caught.value)


def test_rows_on_disk_have_standard_errors_as_long_as_they_are_there():
    expected = LogisticRegression(C=math.inf).fit(ROWS, LABELS)
    with spooled(ROWS, LABELS) as rows:
        model = LogisticRegression(C=math.inf).fit(rows, None)
        for cov_type in ("nonrobust", "HC0", "HC3"):
            close(model.std_error(cov_type), expected.std_error(cov_type), 1e-9)
        groups = [i // 3 for i in range(len(ROWS))]
        close(model.std_error("cluster", groups), expected.std_error("cluster", groups), 1e-9)
        close(model.anova()["statistic"], expected.anova()["statistic"], 1e-7)
        late = LogisticRegression(C=math.inf).fit(rows, None)
    close([model.summary().deviance], [expected.summary().deviance], 1e-12)  # which has been asked for
    for ask in (late.summary, lambda: model.vcov("HC0")):
        with pytest.raises(ValueError, match=r"rows on disk that have been closed\. Ask before that"):
            ask()
