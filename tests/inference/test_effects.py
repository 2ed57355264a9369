"""Marginal effects against their definitions, closed forms and INFERENCE."""

from __future__ import annotations

import math

import pytest

from purelr import LogisticRegression, marginal_effects

from ..backends_here import per_backend
from ..samples import INFERENCE, birth_weight, problem, reference, relative

FACTOR = [1, 2]  # the columns of `mixed` that are indicators of one factor
DISCRETE = (None, [1, 2, 3], [tuple(FACTOR), 3])


def mixed(seed):
    """Rows of a number, two indicators of a factor of three levels and one of a factor of two; two and three classes."""
    rows, labels = problem(90, 2, seed, noise=6.0)
    rows = [[a, float(i % 3 == 1), float(i % 3 == 2), float(b > 0.4)] for i, (a, b) in enumerate(rows)]
    return rows, labels, [2 * (i % 4 == 0) or y for i, y in enumerate(labels)]


def ends(row, j, discrete):
    """The two rows whose probabilities a difference is of, or those of a difference quotient, and what to divide by."""
    if discrete is None or j == 0:
        h = 1e-5
        return [v + h * (i == j) for i, v in enumerate(row)], [v - h * (i == j) for i, v in enumerate(row)], 2.0 * h
    factor = FACTOR if tuple(FACTOR) in discrete and j in FACTOR else [j]
    low = [0.0 if i in factor else v for i, v in enumerate(row)]
    return [1.0 if i == j else v for i, v in enumerate(low)], low, 1.0


def mean_row(rows):
    return [sum(column) / len(rows) for column in zip(*rows)]


def effect(predict, rows, j, k, discrete):
    """The effect of column j on class k by its definition, from the predictions alone."""
    pairs = [ends(row, j, discrete) for row in rows]
    highs, lows = predict([high for high, _, _ in pairs]), predict([low for _, low, _ in pairs])
    return sum((high[k] - low[k]) / pair[2] for high, low, pair in zip(highs, lows, pairs)) / len(rows)


def predictor(coef, sets, intercept):
    """The probabilities for coefficients as `vcov` orders them."""
    size = len(coef) // sets

    def predict(rows):
        probas = []
        for row in rows:
            x = [1.0] * intercept + row
            etas = [0.0] + [sum(map(float.__mul__, coef[k * size : (k + 1) * size], x)) for k in range(sets)]
            total = sum(map(math.exp, etas))
            probas.append([math.exp(eta) / total for eta in etas])
        return probas

    return predict


@per_backend
class _Effects:
    backend = None

    def fit(self, rows, labels, sample_weight=None, **options):
        options = {"C": math.inf, "backend": self.backend, **options}
        return LogisticRegression(**options).fit(rows, labels, sample_weight)

    @pytest.mark.parametrize("at", ["average", "mean"])
    @pytest.mark.parametrize("discrete", DISCRETE, ids=["slopes", "changes", "contrasts"])
    def test_effects_are_what_they_say(self, discrete, at):
        rows, *targets = mixed(seed=65)
        for y in targets:
            model = self.fit(rows, y)
            found = marginal_effects(model, rows, at=at, discrete=discrete)
            where = rows if at == "average" else [mean_row(rows)]
            kept = [k for k in range(len(model.classes_)) if len(model.classes_) > 2 or k]
            assert [(term.name, term.label) for term in found.terms] == [
                (f"column {j}", k) for k in kept for j in range(4)
            ]
            for term in found.terms:
                expected = effect(model.predict_proba, where, int(term.name[-1]), term.label, discrete)
                assert term.value == pytest.approx(expected, abs=1e-9)  # a difference quotient has no more
            if len(kept) > 1:
                sums = [sum(found[f"column {j}", k].value for k in kept) for j in range(4)]
                assert sums == pytest.approx([0.0] * 4, abs=1e-15)

    @pytest.mark.parametrize("at", ["average", "mean"])
    @pytest.mark.parametrize("discrete", DISCRETE, ids=["slopes", "changes", "contrasts"])
    def test_the_delta_method_by_finite_differences(self, discrete, at):
        rows, *targets = mixed(seed=66)
        where = rows if at == "average" else [mean_row(rows)]
        clusters = [i % 11 for i in range(90)]
        for y, intercept, options in (
            (targets[0], True, {}),
            (targets[0], False, {"cov_type": "HC0"}),
            (targets[1], True, {"cov_type": "cluster", "groups": clusters}),
        ):
            model = self.fit(rows, y, fit_intercept=intercept)
            sets, V = len(set(y)) - 1, model.vcov(**options)
            # Of two classes coef_ is that of the second; of three, the first is the baseline, whose coefficients are 0.
            lines = list(zip(model.intercept_, model.coef_))[-sets:]
            coef = [v for b, w in lines for v in [b] * intercept + list(w)]
            for term in marginal_effects(model, rows, at=at, discrete=discrete, **options).terms:
                j, k, slopes = int(term.name[-1]), term.label, []
                for i in range(len(coef)):
                    moved = [[v + h * (m == i) for m, v in enumerate(coef)] for h in (1e-4, -1e-4)]
                    up, down = [effect(predictor(c, sets, intercept), where, j, k, discrete) for c in moved]
                    slopes.append((up - down) / 2e-4)
                variance = sum(a * v * b for a, line in zip(slopes, V) for v, b in zip(line, slopes))
                # A quotient of quotients has about 6 digits left.
                relative([term.std_error], [math.sqrt(variance)], 1e-5)

    def test_where_each_level_has_its_share_an_effect_is_a_difference_of_shares(self):
        # (level of the factor, class, how often): the fit hits every share.
        cells = {(0, 0): 12, (0, 1): 5, (0, 2): 3, (1, 0): 4, (1, 1): 9, (1, 2): 7, (2, 0): 6, (2, 1): 2, (2, 2): 11}
        counts = [sum(cells[level, k] for k in range(3)) for level in range(3)]
        cases = [(level, k) for level, k in cells]
        rows = [[float(level == 1), float(level == 2)] for level, _ in cases]
        model = self.fit(rows, [k for _, k in cases], list(cells.values()))
        options = {"discrete": [(0, 1)], "sample_weight": list(cells.values())}
        for at in ("average", "mean"):  # there is no other column, and so no other place
            found = marginal_effects(model, rows, at=at, **options)
            for cov_type in ("nonrobust", "HC0"):  # the same in a saturated model
                found = marginal_effects(model, rows, at=at, cov_type=cov_type, **options)
                for level in (1, 2):
                    for k in range(3):
                        p, q = cells[level, k] / counts[level], cells[0, k] / counts[0]
                        variance = p * (1.0 - p) / counts[level] + q * (1.0 - q) / counts[0]
                        term = found[f"column {level - 1}", k]
                        relative([term.value, term.std_error], [p - q, math.sqrt(variance)], 1e-7)
                        assert term.kind == "contrast"

    def test_a_column_alone_changes_by_the_difference_of_shares(self):
        rows, labels = [[0.0]] * 40 + [[1.0]] * 60, [1] * 8 + [0] * 32 + [1] * 33 + [0] * 27
        model = self.fit(rows, labels)
        error = math.sqrt(0.2 * 0.8 / 40.0 + 0.55 * 0.45 / 60.0)
        for discrete in ([0], [(0,)], ["column 0"], "auto", True):
            (term,) = marginal_effects(model, rows, discrete=discrete).terms
            relative([term.value, term.std_error], [0.35, error], 1e-9)
            assert term.kind == "change"

    def test_the_coordinates_of_the_solver_do_not_matter(self):
        rows, _, labels = mixed(seed=68)
        far = [[1e5 + 1e-2 * a, *others] for a, *others in rows]
        for discrete in DISCRETE:
            plain = marginal_effects(self.fit(rows, labels), rows, discrete=discrete)
            scaled = marginal_effects(self.fit(rows, labels, standardize=True), rows, discrete=discrete)
            relative(scaled.std_error, plain.std_error, 1e-8)
            moved = marginal_effects(self.fit(far, labels), far, discrete=discrete)
            factors = [0.01 if name == "column 0" else 1.0 for name in moved.names]
            # 1e5 + 0.01 a has lost seven digits of a
            relative([error * f for error, f in zip(moved.std_error, factors)], plain.std_error, 1e-6)

    def test_a_weight_is_a_number_of_rows(self):
        rows, labels, _ = mixed(seed=69)
        counts = [i % 3 for i in range(90)]
        copies = [row for row, count in zip(rows, counts) for _ in range(count)]
        model = self.fit(rows, labels)
        for discrete in DISCRETE:
            for at in ("average", "mean"):
                weighted = marginal_effects(model, rows, at=at, discrete=discrete, sample_weight=counts)
                copied = marginal_effects(model, copies, at=at, discrete=discrete)
                relative(weighted.value, copied.value, 1e-11)
                relative(weighted.std_error, copied.std_error, 1e-11)

    def test_rs_changes_of_a_factor_and_of_a_column(self):
        rows, target, names, _ = reference("low_birth_weight")
        discrete = [("race_black", "race_other"), "smoke"]
        found = marginal_effects(self.fit(rows, target), rows, names=names, discrete=discrete)
        for name, expected in INFERENCE["changes"].items():
            relative([found[name].value, found[name].std_error], expected, 1e-9)
        assert found["age"].value == marginal_effects(self.fit(rows, target), rows, names=names)["age"].value

    def test_what_an_effect_is_stands_beside_it(self):
        rows, labels, _ = mixed(seed=70)
        model, names = self.fit(rows, labels), ["dose", "b", "c", "sex"]
        found = marginal_effects(model, rows, names=names, discrete=[("b", "c"), "sex"])
        assert found.kind == ["slope", "contrast", "contrast", "change"]
        assert [term.to_dict()["kind"] for term in found.terms] == found.kind
        assert repr(found["sex"]).startswith("<change of 'sex': ")
        lines = str(found).split("\n")
        assert lines[0] == "Effects on the probability of 1, averaged over the rows"
        assert [line.split()[:2] for line in lines[4:]] == [list(pair) for pair in zip(names, found.kind)]
        assert ">contrast</td>" in found._repr_html_()

    def test_auto_takes_columns_that_have_both_0_and_1(self):
        rows, labels, _ = mixed(seed=71)
        model = self.fit(rows, labels)
        assert marginal_effects(model, rows, discrete="auto").kind == ["slope", "change", "change", "change"]
        some = [row for row in rows if row[1] == 0.0]
        assert marginal_effects(model, some, discrete="auto").kind == ["slope", "slope", "change", "change"]
        assert marginal_effects(model, some, discrete=[1]).kind == ["slope", "change", "slope", "slope"]
        assert marginal_effects(model, rows, discrete=False).kind == ["slope"] * 4

    def test_what_is_refused(self):
        rows, labels, _ = mixed(seed=67)
        model, names = self.fit(rows, labels), ["dose", "b", "c", "c"]
        for options, message in (
            ({"at": "median"}, 'at must be "average", "mean" or a dict of values by column; got \'median\''),
            ({"level": 95}, "level must be between 0 and 1"),
            ({"discrete": "b"}, "discrete must be None, \"auto\" or a list of columns; got 'b'. Say ['b']."),
            ({"discrete": 1}, "discrete must be a list; got 1"),
            ({"discrete": ["sex"]}, "names, each of one column, or places among ['dose', 'b', 'c', 'c']; got 'sex'"),
            ({"discrete": ["c"]}, "each of one column"),
            ({"discrete": [4]}, "places among ['dose', 'b', 'c', 'c']; got 4"),
            ({"discrete": [True]}, "a place in discrete must be a whole number of at least 0; got True"),
            ({"discrete": [-1]}, "a place in discrete must be a whole number of at least 0; got -1"),
            ({"discrete": [1, 1]}, "discrete must be of each column once; got 'b' twice"),
            ({"discrete": [(1, 1)]}, "discrete must be of each column once; got 'b' twice"),
            ({"discrete": {"b": 1}}, "discrete must be a list; got {'b': 1}"),
            ({"discrete": [(1, 2), "b"]}, "discrete must be of each column once; got 'b' twice"),
            ({"discrete": ["dose"]}, f"columns of 0 and 1; got {rows[0][0]:g} in row 0 of 'dose'. Leave it out."),
            ({"discrete": [(1, 3)]}, "of one factor; got more than a single 1 among ['b', 'c'] in row "),
        ):
            with pytest.raises(ValueError) as caught:  # the whole sentence is compared
                marginal_effects(model, rows, names=names, **options)
            assert message in str(caught.value)
        with pytest.raises(ValueError, match="X must be of 4 columns"):
            marginal_effects(model, [row[:1] for row in rows])


def test_text_columns_are_factors_by_their_names():
    columns, y = birth_weight()
    columns["smoke"] = [float(v) for v in columns["smoke"]]
    model = LogisticRegression(C=math.inf, reference={"race": "white"}).fit(columns, y)
    by_hand = marginal_effects(model, columns, discrete=[("race=black", "race=other"), "smoke", "ht", "ui"])
    by_name = marginal_effects(model, columns, discrete=["race", "smoke", "ht", "ui"])
    auto = marginal_effects(model, columns, discrete="auto")
    assert by_name.value == by_hand.value
    assert auto.value == by_hand.value
    assert [term.kind for term in auto.terms] == [term.kind for term in by_hand.terms]
    assert auto["race=black"].kind == "contrast"
