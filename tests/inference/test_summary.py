"""The summary as a thing, and what is refused."""

from __future__ import annotations

import copy
import json
import math
import pickle
import warnings

import pytest

from purelr import (
    LogisticRegression,
    SeparationWarning,
)
from purelr.basics.errors import NotFittedError
from purelr.inference.covariance import at_optimum
from purelr.inference.estimates import Estimate
from purelr.testing import close
from purelr.training.options import Options
from purelr.training.problem import set_up

from ..backends_here import HERE, Unpenalised, backend_of, per_backend
from ..samples import many_classes, problem, reference


@pytest.mark.parametrize("level", [10**400, "0.95", None, 1.5, math.nan])
def test_a_level_is_a_share(level):
    model = LogisticRegression(C=math.inf).fit([[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1])
    with pytest.raises(ValueError, match="level must be between 0 and 1; got"):
        model.conf_int(level)


@per_backend
class _Summary(Unpenalised):
    def low_birth_weight(self, **options):
        rows, target, names, _ = reference("low_birth_weight")
        return self.fit(rows, target, **options), names

    def test_the_text_and_the_html_and_the_dict(self):
        model, names = self.low_birth_weight()
        names = ["<b>age</b>", "lwt\x1b[31m", *names[2:]]
        summary = model.summary(names=names)
        text, html = str(summary), summary._repr_html_()
        assert repr(summary) == text
        assert "\x1b" not in text
        assert "lwt\\x1b[31m" in text
        assert "<b>" not in html
        assert "&lt;b&gt;age&lt;/b&gt;" in html
        summary.solver = "<i>one's own</i>"
        assert "<i>" not in summary._repr_html_()
        line = next(line for line in text.split("\n") if line.startswith("smoke"))
        assert line.split() == [
            "smoke",
            "0.92334",
            "0.4008",
            "2.304",
            "0.0212",
            "0.13774",
            "1.709",
            "2.518",
            "1.148",
            "5.523",
        ]
        data = json.loads(json.dumps(summary.to_dict(), allow_nan=False))
        assert [term["name"] for term in data["terms"]] == ["intercept", *names]
        assert data["terms"][5]["odds_ratio"] == math.exp(summary["smoke"].coef)
        assert (data["n"], data["k"], data["lr_df"], data["penalty"]) == (189.0, 9, 8, "none")
        assert data["vcov"] == summary.vcov == [list(row) for row in model.vcov()]
        assert summary.conf_int == [tuple(pair) for pair in model.conf_int()]
        with pytest.raises(ValueError, match="key must be the name of a column; got 'nobody'"):
            summary["nobody"]
        with pytest.raises(AttributeError, match="nothing"):
            summary.nothing  # noqa: B018

    def test_an_odds_ratio_beyond_a_float_is_none_in_the_dict(self):
        rows, labels = problem(40, 1, seed=47)
        summary = self.fit([[1e-6 * x] for (x,) in rows], labels).summary()
        assert math.inf in (summary.terms[1].odds_ratio, summary.terms[1].odds_ratio_conf_int[1])
        json.dumps(summary.to_dict(), allow_nan=False)

    def test_other_levels(self):
        model, _ = self.low_birth_weight()
        inner, outer = model.conf_int(0.5), model.conf_int(0.999)
        assert all(c < a < b < d for (a, b), (c, d) in zip(inner, outer))
        assert "0.5 %" in str(model.summary(0.99))
        for level in (0.0, 1.0, 95, -1, math.nan, "0.95", None):
            with pytest.raises(ValueError, match=r"level must be between 0 and 1; got .* Say 0\.95 for 95 %"):
                model.summary(level)

    def test_before_a_fit_and_after_one_with_a_penalty(self):
        for method in ("summary", "vcov", "std_error", "conf_int"):
            with pytest.raises(NotFittedError):
                getattr(LogisticRegression(C=math.inf), method)()
            rows, labels = problem(40, 2, seed=48)
            model = self.fit(rows, labels, C=1.0)
            with pytest.raises(ValueError, match=r'C must be float\("inf"\), no penalty.*got a fit with C=1\.0'):
                getattr(model, method)()
            with pytest.raises(ValueError, match="no penalty"):
                getattr(model.set_params(C=math.inf), method)()  # after the fit, which had one

    def test_sums_that_there_are_not_cannot_be_saved(self, tmp_path):
        rows, labels = problem(40, 2, seed=48)
        with pytest.raises(ValueError, match=r'C must be float\("inf"\), no penalty, for standard errors'):
            self.fit(rows, labels, C=1.0).save(tmp_path / "model.json", sums=True)
        assert not (tmp_path / "model.json").exists()

    def test_separation_is_reported_and_nothing_looks_converged(self):
        rows, target, names, _ = reference("sex2_firth")
        with pytest.warns(SeparationWarning, match="column 5"):
            model = self.fit(rows, target)
        assert names[5] == "dia"
        assert not model.result_.converged
        for method in ("summary", "vcov", "std_error", "conf_int"):
            with pytest.raises(ValueError, match=r"must have converged.*quasi-complete separation by column 5"):
                getattr(model, method)()

    def test_no_summary_of_a_fit_that_stopped_early(self):
        rows, labels = problem(60, 3, seed=49)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            model = self.fit(rows, labels, max_iter=1)
        with pytest.raises(ValueError, match="must have converged for standard errors; got"):
            model.summary()
        rough = self.fit(rows, labels, tol=0.05)
        with pytest.raises(ValueError, match="standard errors away"):
            rough.summary()

    def test_class_weights_count_no_rows(self):
        rows, labels = problem(60, 2, seed=50)
        with pytest.raises(ValueError, match="class_weight must be None for standard errors"):
            self.fit(rows, labels, class_weight="balanced").summary()

    def test_fewer_rows_than_coefficients(self):
        with pytest.raises(ValueError, match="at least as many rows as coefficients"):
            self.fit([[1.0, 2.0, 4.0], [0.0, 1.0, 0.0], [1.0, 1.0, 0.0]], [0, 1, 0])

    def test_bad_choices(self):
        rows, labels = problem(40, 2, seed=51)
        model = self.fit(rows, labels)
        with pytest.raises(
            ValueError, match="cov_type must be one of nonrobust, HC0, HC1, HC2, HC3, cluster; got 'HC4'"
        ):
            model.summary(cov_type="HC4")
        with pytest.raises(ValueError, match="groups must be one label a row"):
            model.summary(cov_type="cluster")
        with pytest.raises(ValueError, match="groups must be one label a row"):
            model.summary(groups=[1] * 40)
        with pytest.raises(ValueError, match="groups must be of at least two groups; got 1"):
            model.summary(cov_type="cluster", groups=[1] * 40)
        with pytest.raises(ValueError, match="groups must be as long as X, 40 rows; got 2 values"):
            model.summary(cov_type="cluster", groups=[1, 2])
        with pytest.raises(ValueError, match="groups must be labels without gaps; got None in row 39"):
            model.summary(cov_type="cluster", groups=[1] * 39 + [None])
        with pytest.raises(ValueError, match=r"key must be the name of a column; got \(\)"):
            model.summary()[()]
        with pytest.raises(ValueError, match='method must be "wald" or "profile"'):
            model.summary(method="bootstrap")
        with pytest.raises(ValueError, match='method must be "wald" with a sandwich'):
            model.summary(method="profile", cov_type="HC0")
        with pytest.raises(ValueError, match="names must be of 2 columns; got 1"):
            model.summary(names=["a"])
        with pytest.raises(ValueError, match="firth must be False with a penalty"):
            self.fit(rows, labels, C=1.0, firth=True)
        with pytest.raises(ValueError, match="solver must be"):
            self.fit(rows, labels, firth=True, solver="lbfgs")
        with pytest.raises(ValueError, match="y must be of two classes with firth=True; got 3"):
            self.fit(rows, [i % 3 for i in range(40)], firth=True)
        with pytest.raises(ValueError, match='cov_type must be "nonrobust" with firth=True'):
            self.fit(rows, labels, firth=True).summary(cov_type="HC0")


def test_an_estimate_without_an_error_has_no_test():
    """A sandwich can have no width: where all rows of one side are fitted exactly."""
    estimate = Estimate("x", 1, 0.5, 0.0, 1.96)
    assert (estimate.z_value, estimate.p_value, estimate.conf_int) == (0.0, 1.0, (0.5, 0.5))


def test_a_summary_is_pickled_and_copied():
    rows, labels = problem(40, 2, seed=3)
    summary = LogisticRegression(C=math.inf).fit(rows, labels).summary()
    for again in (pickle.loads(pickle.dumps(summary)), copy.copy(summary), copy.deepcopy(summary)):
        assert str(again) == str(summary)
        assert again.std_error == summary.std_error


def test_the_kind_of_the_errors_is_said_where_it_is_not_the_usual_one():
    rows, labels = problem(40, 2, seed=3)
    model = LogisticRegression(C=math.inf).fit(rows, labels)
    assert "penalty: none, standard errors: HC1\n" in str(model.summary(cov_type="HC1"))
    assert "standard errors" not in str(model.summary())


@pytest.mark.parametrize("name", HERE)
@pytest.mark.parametrize("K", [2, 3])
def test_the_sums_along_the_axes_are_the_gradient_and_the_hessian(name, K):
    rows, labels = many_classes(60, 3, K, seed=90)
    model = LogisticRegression(C=math.inf, backend=backend_of(name))
    made, _, start = set_up(model, rows, labels, [1.0 + i % 3 for i in range(60)], Options(model))
    xp, width = made.data.xp, made.width
    units = [[float(i == j) for i in range(width)] for j in range(width)]
    with xp.quiet():
        point = made.objective.at(xp.asvector([v + 0.2 * (i % 3) for i, v in enumerate(start)]))
        loss, gradient, information = at_optimum(made.objective, point.coef, units)
    close(loss, point.value, 1e-14)
    close(gradient, xp.tolist(point.gradient), 1e-14)
    close(information, xp.tolist(point.hessian()), 1e-14)
