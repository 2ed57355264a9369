"""Formulas that nobody meant to write: each is a design of finite numbers, or an error that points at its place."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from purelr import LogisticRegression, load
from purelr.formula.grammar import Formula

TABLE = {
    "a": [1.0, 2.0, 3.5, 4.0, 5.0, 6.5, 7.0, 8.25],
    "b": [0.0, -1.0, 2.0, 0.0, 1e3, 1e-3, 5.0, 7.0],
    "s": list("xyxzzyxy"),
    "y": [0, 1, 0, 1, 1, 0, 0, 1],
}
WORDS = [
    "a",
    "b",
    "s",
    "y",
    "C",
    "I",
    "log",
    "exp",
    "sqrt",
    "abs",
    "poly",
    "ns",
    "bs",
    "scale",
    "offset",
    "0",
    "1",
    "2",
]
MARKS = [
    "+",
    "-",
    "*",
    "/",
    ":",
    "^",
    "**",
    "(",
    ")",
    ",",
    "~",
    ".",
    "=",
    "`a`",
    "'x'",
    " ",
    "reference",
    "df",
    "degree",
]
pieces = st.lists(st.sampled_from(WORDS + MARKS), max_size=14).map(" ".join)
numbers = st.recursive(
    st.sampled_from(["a", "b", "2", "0.5", "3"]),
    lambda inner: st.builds("({}{}{})".format, inner, st.sampled_from(["+", "-", "*", "/", "^"]), inner)
    | st.builds("{}({})".format, st.sampled_from(["log", "exp", "sqrt", "abs", "scale", "-"]), inner),
    max_leaves=6,
)
factors = st.sampled_from(
    ["a", "b", "s", "C(a)", "C(s, 'y')", "poly(a, 2)", "ns(a, 2)", "bs(a, 3)", "offset(a)"]
) | st.builds("I({})".format, numbers)
formulas = st.lists(st.tuples(st.sampled_from(["+", "-", "*", ":", "/"]), factors), min_size=1, max_size=4).map(
    lambda parts: "y ~ a " + " ".join([f"{mark} {factor}" for mark, factor in parts])
)


def fitted(text):
    """A model of the formula, or None where it is refused in a sentence."""
    try:
        return LogisticRegression(formula=text, max_iter=3, backend="pure").fit(TABLE)
    except ValueError as error:
        assert " must " in str(error)  # noqa: PT017  # any other error fails the test
        return None


@given(text=st.text(max_size=40) | pieces)
@example("(" * 5_000)
@example("a" + "+a" * 3_000)
@example("-" * 3_000 + "a")
@example("a" + "^2" * 3_000)
def test_any_text_is_a_formula_or_an_error_that_points(tried, text):
    tried()
    try:
        formula = Formula(text)
    except ValueError as error:
        assert str(error).startswith("formula must be of ")  # noqa: PT017
        line, mark = str(error).split("\n")[-2:]
        assert mark.strip() == "^"
        assert len(mark) <= len(line) + 1
        return
    assert str(Formula(str(formula.right)).right) == str(formula.right)


@given(text=pieces | formulas)
def test_any_formula_is_a_design_or_an_error(tried, text):
    tried()
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = fitted(text)
        if model is None:
            return
        again = load(model.to_json())
        rows = [row for row in model.predict_proba(TABLE) for p in row if not 0.0 <= p <= 1.0]
        assert rows == []
        assert again.predict_proba(TABLE) == model.predict_proba(TABLE)
        program = {}
        exec(model.export("python"), program)  # noqa: S102
        row = [TABLE[column.name][0] for column in model.encoding_.columns]
        ours, theirs = program["probabilities"](row), model.predict_proba([row])[0]
        assert all(abs(a - b) <= 1e-9 for a, b in zip(ours, theirs))
