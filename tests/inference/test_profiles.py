"""The profile likelihood, and Firth's fits that are hard."""

from __future__ import annotations

import math

import pytest

from purelr.basics.distributions import chi2_tail, normal_quantile
from purelr.basics.random_numbers import SplitMix64
from purelr.inference.information import _firth_null
from purelr.inference.profile_likelihood import profiles
from purelr.testing import close

from ..backends_here import Unpenalised, per_backend
from ..samples import problem, reference, relative


@per_backend
class _Profiles(Unpenalised):
    @pytest.mark.parametrize("firth", [False, True])
    @pytest.mark.parametrize("cells", [(3.0, 17.0, 19.0, 1.0), (400.0, 9.0, 30.0, 500.0), (0.5, 60.0, 2.0, 2.0)])
    def test_skewed_profiles_of_a_table_solve_its_own_equation(self, cells, firth):
        """Firth's penalty adds ½ to each cell, so that the profile of the slope has one unknown, the intercept."""
        (a, b, c, d), half = cells, 0.5 * firth
        model = self.fit([[0.0], [0.0], [1.0], [1.0]], [1, 0, 1, 0], cells, firth=firth, tol=1e-11)
        a, b, c, d = a + half, b + half, c + half, d + half

        def loglik(intercept, slope):
            sums = [n * math.log1p(math.exp(-z)) for n, z in ((a, intercept), (c, intercept + slope))]
            return -math.fsum(sums + [n * math.log1p(math.exp(z)) for n, z in ((b, intercept), (d, intercept + slope))])

        def held(slope):
            low, high = -40.0, 40.0
            for _ in range(100):  # the score of the intercept falls
                middle = 0.5 * (low + high)
                score = a + c - (a + b) / (1.0 + math.exp(-middle)) - (c + d) / (1.0 + math.exp(-middle - slope))
                low, high = (middle, high) if score > 0.0 else (low, middle)
            return loglik(low, slope)

        best = loglik(math.log(a / b), math.log(c * b / (d * a)))
        for level in (0.5, 0.95, 0.999):
            term = model.summary(level, method="profile").terms[1]
            drops = [2.0 * (best - held(end)) for end in term.conf_int]
            relative(drops, [normal_quantile(0.5 - 0.5 * level) ** 2] * 2, 1e-8)
            assert term.conf_int[0] < term.coef < term.conf_int[1]
            relative([term.p_value], [chi2_tail(2.0 * (best - held(0.0)), 1)], 1e-7)

    @pytest.mark.parametrize("firth", [False, True])
    def test_brackets_lead_to_the_same_ends(self, firth):
        rows, target, _, _ = reference("low_birth_weight")
        fit = self.fit(rows, target, firth=firth)._fit
        for profile in profiles(fit)[::3]:
            for z in (-2.0, 1.0):
                close(profile.bracketed(z), profile.end(z), 1e-9 * profile.std_error)

    @pytest.mark.parametrize("name", ["low_birth_weight", "sex2_firth"])
    def test_an_end_takes_few_looks_at_the_likelihood_and_no_brackets(self, name, monkeypatch):
        rows, target, _, _ = reference(name)
        fit = self.fit(rows, target, firth=True)._fit
        objective, looks = fit.problem.objective, []
        at = objective.at
        monkeypatch.setattr(objective, "at", lambda coef: looks.append(coef) or at(coef))
        for profile in profiles(fit):
            monkeypatch.setattr(profile, "bracketed", None)
            for z in (-1.96, 1.96):
                looks.clear()
                profile.end(z)
                assert 3 <= len(looks) <= 9  # nested loops took 16 on the mean

    def test_an_end_that_a_row_of_next_to_no_weight_would_make(self):
        rows, labels, e, z = [[0.0], [0.0], [1.0], [1.0]], [0, 1, 0, 1], 1e-3, normal_quantile(0.025)
        low, high = self.fit(rows, labels, [10.0, 10.0, e, 10.0]).summary(method="profile").terms[1].conf_int
        # Far out that row alone costs e for each unit of the slope, and at the estimate its cell as much as this:
        cell = 10.0 * math.log(10.0 / (10.0 + e)) + e * math.log(e / (10.0 + e))
        relative([high], [(0.5 * z * z - cell) / e], 1e-6)  # besides e²/10 for the intercept
        again = self.fit(rows, labels, [10.0, 10.0, 1e-9, 10.0]).summary(method="profile").terms[1].conf_int
        assert again[1] == math.inf
        assert 0.0 < low < 2.0
        close(again[0], low, 1e-2)

    def test_a_separated_profile_that_the_tangent_at_the_estimate_leads_away_from(self):
        stream = SplitMix64(303)
        rows = [[round(2.0 * stream.uniform() - 1.0, 1) for _ in range(2)] for _ in range(15)]
        model = self.fit(rows, [int(a + 0.3 * b > 0.0) for a, b in rows], firth=True, tol=1e-11)
        fit, z = model._fit, normal_quantile(0.025)
        for profile, ends in zip(profiles(fit), model.summary().conf_int):
            for end in ends:
                assert math.isfinite(end)
                close(profile.drop(profile.held(end, profile.top)), z * z, 1e-7)

    def test_nearly_collinear_columns_cost_firth_no_more_than_a_plain_fit(self):
        """Of a combination of columns a condition of 2e5; the right values from 50-digit arithmetic."""
        table, target, names, _ = reference("low_birth_weight")
        age, lwt, smoke = [[row[names.index(name)] for row in table] for name in ("age", "lwt", "smoke")]
        rows = [[w, 1.001 * w + 0.001 * a, s] for w, a, s in zip(lwt, age, smoke)]
        for standardize in (False, True):
            model = self.fit(rows, target, firth=True, standardize=standardize)
            assert model.result_.converged
            assert model.result_.gradient_norm < 1e-10
            assert model.n_iter_ <= 10  # Newton's steps, of the information along orthonormal columns
            summary = model.summary(method="wald")
            close(
                summary.coef,
                [1.25828847547031574, 37.3638282344033734, -37.3378619665061654, 0.6612030125219007],
                1e-11,
            )
            close(
                summary.std_error,
                [1.00252451478648340, 32.4916750305417944, 32.4583318404149946, 0.3242663943449252],
                1e-9,
            )
            close(summary.loglik, -106.87150762915742, 1e-12)

    def test_a_profile_that_meets_a_larger_maximum_says_so(self):
        """Penalised log-likelihoods of -4.9002 and -4.8790, from two starts: the fit, from 0, comes to the first."""
        stream = SplitMix64(54)
        rows = [[round(2.0 * stream.uniform() - 1.0, 1) for _ in range(4)] for _ in range(16)]
        model = self.fit(rows, [int(sum(row[:2]) > 0.0) for row in rows], firth=True)
        told = r"a larger one than the fit's, on the way of 'column 2'\. Leave out columns .* or say method=\"wald\""
        with pytest.raises(ValueError, match=told):
            model.summary()
        assert model.summary(method="wald")["column 2"].std_error > 0.0

    def test_firths_null_model_is_the_fit_of_that_alone(self):
        rows, labels = problem(40, 2, seed=53)
        for counts in (None, [1.0 + i % 3 for i in range(40)]):
            fit = self.fit(rows, labels, counts, firth=True)._fit
            problem_ = fit.problem
            xp, objective = problem_.data.xp, problem_.objective
            level = _firth_null(problem_)
            values = [objective.at(xp.asvector([level[0] + h, 0.0, 0.0])) for h in (0.0, 1e-3, -1e-3)]
            close(xp.tolist(values[0].gradient)[0], 0.0, 1e-14)
            assert values[0].value < min(values[1].value, values[2].value)
            known = fit.information()
            relative([known.null_loglik], [-known.total * values[0].value], 1e-15)
