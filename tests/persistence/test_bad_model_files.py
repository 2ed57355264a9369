"""What is no model is said to be none: by the file, the place in it, and the way out."""

from __future__ import annotations

import json

import pytest

from purelr import ModelFileError, load

from .common import BINARY, FROZEN, SCALED, THREE, changed

SUMS = json.loads((FROZEN / "sums_v2.json").read_text(encoding="utf-8"))


def refused(path, data):
    """The message with which a file of these bytes, or this text, is refused."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
    with pytest.raises(ModelFileError) as caught:
        load(path)
    message = str(caught.value)
    assert message.startswith(str(path))
    assert "; got " in message
    assert "\n" not in message
    assert len(message) < 500
    assert message.endswith(("Restore the file, or save the model again.", "Upgrade purelr.", "which wrote it."))
    return message


FORMULA = json.loads((FROZEN / "formula_v2.json").read_text(encoding="utf-8"))
STEPS = "encoding.formula.steps"
TEXT = (FROZEN / "binary_v1.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file must be JSON; got an error in line 1, column 1"),
        (TEXT[:2000], "It ends inside a bracket: it was cut short."),
        (TEXT[:-2], "it was cut short"),
        (TEXT + "{}", "The file must be JSON; got an error in line "),
        ("mean_radius,texture\n1,2\n", "The file must be JSON; got an error in line 1, column 1"),
        ("[]", 'must be a purelr model; got no "format": "purelr model" in it'),
        ('{"coef": [1.0]}', 'must be a purelr model; got no "format": "purelr model" in it'),
        ("3", "must be a purelr model"),
        (TEXT.encode("utf-16"), "must be UTF-8; got a byte 0xff at place 0"),
        (TEXT.encode().replace(b"mean_area", b"mean\xe4area"), "must be UTF-8; got a byte 0xe4 at place "),
        (b"\x80\x04\x95K.", "must be UTF-8; got a byte 0x80 at place 0"),
        (TEXT.replace('"n_columns": 30', '"n_columns": NaN'), "Numbers must be finite; got NaN"),
        (TEXT.replace('"intercept": [', '"intercept": [-Infinity, '), "Numbers must be finite; got -Infinity"),
        (TEXT.replace('"n_columns": 30', '"n_columns": ' + "9" * 5000), "at most 300 digits; got 5000"),
        (TEXT.replace('"n_columns": 30', '"n_columns": -' + "9" * 350), "at most 300 digits; got 351"),
        (
            TEXT.replace('"version": 1', '"version": 1, "version": 1'),
            "names of an object must be different; got 'version'",
        ),
        (TEXT.replace('"C": 1.0', '"C": 1.0, "C": 2.0'), "names of an object must be different; got 'C' twice"),
        ("[" * 100_000 + "]" * 100_000, "must have at most 8 nested brackets; got more in line 1"),
        ('{"a":' * 1000, "must have at most 8 nested brackets; got more in line 1"),
        ('{\n"[[[[[[[[[[\\"[[[": ' + '{"a":\n' * 9, "must have at most 8 nested brackets; got more in line 9"),
        ('"' + '\\"' * 1_000_000, "The file must be JSON"),
        (TEXT.replace('"mean_area"', '"mean\narea"'), "The file must be JSON"),
    ],
    ids=range(22),
)
def test_text_that_is_no_model(data, message, tmp_path):
    assert message in refused(tmp_path / "model.json", data)


@pytest.mark.parametrize(
    ("model", "place", "value", "message"),
    [
        (BINARY, "version", 3, "version must be at most 2 for this purelr; got 3. Upgrade purelr to '0.1.0', which"),
        (BINARY, "version", 0, "version must be a whole number of at least 1; got 0"),
        (BINARY, "version", True, "version must be a whole number of at least 1; got True"),
        (BINARY, "version", 1.0, "version must be a whole number of at least 1; got 1.0"),
        (BINARY, "version", None, "version must be a whole number of at least 1; got None"),
        (BINARY, "encoding", {}, "a name in the file must be one of format, version, "),
        (BINARY, "model", "os.system", "model must be one of LR, LogisticRegression; got 'os.system'"),
        (BINARY, "model", ["LR"], "model must be one of LR, LogisticRegression; got ['LR']"),
        (BINARY, "model", "LR", "a name in options must be one of seed; got 'C'"),
        (BINARY, "n_columns", 1_000_000, "columns must be a list of 1000000 names; got 30"),
        (SCALED, "n_columns", 1_000_000, "scaling.mean must be a list of 1000000 numbers; got 5"),
        (SCALED, "n_columns", 10**299, "scaling.mean must be a list of 1"),
        (BINARY, "n_columns", 0, "n_columns must be a whole number of at least 1; got 0"),
        (BINARY, "n_columns", 30.0, "n_columns must be a whole number of at least 1; got 30.0"),
        (BINARY, "columns", ["a"], "columns must be a list of 30 names; got 1"),
        (BINARY, "columns", {"a": 1}, "columns must be a list of 30 names; got {'a': 1}"),
        (BINARY, "columns.4", 4, "columns[4] must be a text; got 4"),
        (BINARY, "scaling", 3, "scaling must be an object of names and values; got 3"),
        (SCALED, "scaling", {"mean": []}, "scaling must have 'scale'; got none"),
        (SCALED, "scaling.scale.2", 0.0, "scaling.scale[2] must be above 0; got 0.0"),
        (SCALED, "scaling.mean.0", "1.0", "scaling.mean[0] must be a finite number; got '1.0'"),
        (BINARY, "classes", [0], "classes must be a list of at least two labels; got [0]"),
        (BINARY, "classes", "ab", "classes must be a list of at least two labels; got 'ab'"),
        (BINARY, "classes", [1, 1], "classes must be different; got 1 twice"),
        (BINARY, "classes", [0, False], "classes must be different; got False twice"),
        (BINARY, "classes", [1, 1.0], "classes must be different; got 1.0 twice"),
        (BINARY, "classes", [0, None], "classes[1] must be a text, a number or true or false, to be data; got None"),
        (BINARY, "classes", [[0], 1], "classes[0] must be a text, a number or true or false, to be data; got [0]"),
        (BINARY, "classes", [0, 1, 2], "intercept must be a list of 3 numbers; got 1"),
        (SCALED, "classes", ["no", "yes"], "classes must be [0, 1] for LR; got ['no', 'yes']"),
        (SCALED, "classes", [False, True], "classes must be [0, 1] for LR; got [False, True]"),
        (BINARY, "intercept", 1.0, "intercept must be a list of 1 numbers; got 1.0"),
        (BINARY, "intercept", [], "intercept must be a list of 1 numbers; got 0"),
        (BINARY, "intercept.0", True, "intercept[0] must be a finite number; got True"),
        (BINARY, "intercept.0", float("inf"), "Numbers must be finite; got Infinity"),
        (BINARY, "coef", [], "coef must be a list of 1 rows; got 0"),
        (BINARY, "coef.0.3", None, "coef[0][3] must be a finite number; got None"),
        (BINARY, "coef.0.3", [1.0], "coef[0][3] must be a finite number; got [1.0]"),
        (THREE, "coef.2", [1.0], "coef[2] must be a list of 2 numbers; got 1"),
        (THREE, "coef.2", {"0": 1.0}, "coef[2] must be a list of 2 numbers; got {'0': 1.0}"),
        (BINARY, "options", None, "options must be an object of names and values; got None"),
        (BINARY, "options.__class__", "x", "a name in options must be one of formula, C, l1_ratio"),
        (BINARY, "options.backend", "numpy", "a name in options must be one of formula, C, l1_ratio"),
        (BINARY, "options.C", 0, 'options.C must be a number above 0 or "inf"; got 0'),
        (BINARY, "options.C", "nan", "options.C must be a number above 0 or \"inf\"; got 'nan'"),
        (BINARY, "options.l1_ratio", 1.5, "options.l1_ratio must be a number from 0 to 1; got 1.5"),
        (BINARY, "options.tol", -1e-8, "options.tol must be a number above 0; got -1e-08"),
        (BINARY, "options.max_iter", 1.5, "options.max_iter must be a whole number of at least 0; got 1.5"),
        (BINARY, "options.soft", 0, "options.soft must be true or false; got 0"),
        (BINARY, "options.random_state", [], "options.random_state must be a whole number or null; got []"),
        (BINARY, "options.baseline", True, "options.baseline must be one of the classes or null; got True"),
        (BINARY, "options.class_weight", [[2, 1.0]], "options.class_weight must be null"),
        (BINARY, "options.class_weight", [[[], 1.0]], "options.class_weight must be null"),
        (BINARY, "options.class_weight", {"0": 1.0}, "options.class_weight must be null"),
        (
            BINARY,
            "options.solver",
            "sgd",
            "options.solver must be auto, coordinate_descent, gd, lbfgs, newton, newton_cg; got",
        ),
        (BINARY, "options.solver", 3, "options.solver must be the name of a solver, or its name and parameters; got 3"),
        (BINARY, "options.solver", {"name": "print"}, "options.solver must be the name of a solver, or its name"),
        (BINARY, "options.solver", {"name": ["gd"]}, "options.solver must be the name of a solver, or its name"),
        (
            BINARY,
            "options.solver",
            {"name": "gd", "solve": 1},
            "a name in options.solver must be one of name, learning_",
        ),
        (BINARY, "options.solver", {"name": "gd", "learning_rate": 0}, "options.solver.learning_rate must be a number"),
        (
            BINARY,
            "options.solver",
            {"name": "gd", "start": ["a"]},
            "options.solver.start must be zeros, random or a list of numbers",
        ),
        (BINARY, "options.solver", {"name": "gd", "start": "ones"}, "options.solver.start must be zeros, random or a"),
        (BINARY, "options.solver", {"name": "newton", "memory": None}, "options.solver.memory must be a whole number"),
        (SCALED, "options.seed", -1, "options.seed must be a whole number of at least 0; got -1"),
        (BINARY, "fit", [], "fit must be an object of names and values; got []"),
        (BINARY, "fit", {}, "fit must have 'solver'; got none"),
        (BINARY, "fit.converged", 1, "fit.converged must be true or false; got 1"),
        (BINARY, "fit.n_iter", "9", "fit.n_iter must be a whole number of at least 0; got '9'"),
        (BINARY, "fit.objective", "0", "fit.objective must be a finite number; got '0'"),
        (BINARY, "fit.date", 2026, "fit.date must be a day as YYYY-MM-DD; got 2026"),
        (BINARY, "fit.date", "2026-02-30", "fit.date must be a day as YYYY-MM-DD; got '2026-02-30'"),
        (
            BINARY,
            "fit.date",
            "2026-01-01\nimport os",
            "fit.date must be a day as YYYY-MM-DD; got '2026-01-01\\nimport os'",
        ),
        (BINARY, "fit.purelr", "0.1.0; exit", "fit.purelr must be a version, such as 0.1.0; got '0.1.0; exit'"),
        (
            BINARY,
            "fit.solver",
            "sag",
            "fit.solver must be one of coordinate_descent, gd, lbfgs, newton, newton_cg; got 'sag'",
        ),
        (BINARY, "fit.message", "a\x9b", "fit.message must be one line of at most 10,000 characters"),
        (BINARY, "fit.warning", "\ud800", "fit.warning must be one line of at most 10,000 characters"),
        (FORMULA, "encoding.formula", [], "encoding.formula must be null or the steps of a formula; got []"),
        (FORMULA, "encoding.formula", {}, "encoding.formula must have 'text'; got none"),
        (FORMULA, "encoding.formula.text", 3, "encoding.formula.text must be a text; got 3"),
        (FORMULA, "encoding.formula.intercept", 1, "encoding.formula.intercept must be true or false; got 1"),
        (FORMULA, "encoding.formula.code", "1", "a name in encoding.formula must be one of text, steps"),
        (FORMULA, "encoding.formula.offset", 99, "encoding.formula.offset must be the place of a step or null; got 99"),
        (FORMULA, "encoding.formula.offset", 37, "encoding.formula.offset must be the place of a step or null; got 37"),
        (FORMULA, "encoding.formula.places.2", 37, "encoding.formula.places[2] must be the place of a step; got 37"),
        (FORMULA, "encoding.formula.offset", -1, "encoding.formula.offset must be the place of a step or null; got -1"),
        (FORMULA, "encoding.formula.names", ["a"], "encoding.formula.names must be a list of 14 texts; got 1"),
        (FORMULA, "encoding.formula.places.2", 99, "encoding.formula.places[2] must be the place of a step; got 99"),
        (
            FORMULA,
            "encoding.formula.places.2",
            True,
            "encoding.formula.places[2] must be the place of a step; got True",
        ),
        (FORMULA, "encoding.formula.terms", [["a", 14]], "terms must be pairs of a list of texts and a count"),
        (
            FORMULA,
            "encoding.formula.terms",
            [[["a"], 13]],
            "encoding.formula.terms must be terms of 14 numbers; got 13",
        ),
        (FORMULA, f"{STEPS}.0", "x", "encoding.formula.steps[0] must be a list that begins with one of column, number"),
        (FORMULA, f"{STEPS}.0", ["eval", "1"], "encoding.formula.steps[0] must be a list that begins with one of"),
        (FORMULA, f"{STEPS}.0", ["column", 9], "encoding.formula.steps[0] must be one of 6 columns; got ['column', 9]"),
        (FORMULA, f"{STEPS}.0", ["column", -1], "encoding.formula.steps[0] must be one of 6 columns"),
        (FORMULA, f"{STEPS}.0", ["column"], "must be a list that begins with one of"),
        (FORMULA, f"{STEPS}.0", ["column", 0, 1], "encoding.formula.steps[0] must be column and 1 operand; got"),
        (FORMULA, f"{STEPS}.5", ["number", "1"], "encoding.formula.steps[5][0] must be a finite number; got '1'"),
        (FORMULA, f"{STEPS}.6", ["-", 4, 6], "encoding.formula.steps[6] must be of steps before it; got ['-', 4, 6]"),
        (FORMULA, f"{STEPS}.6", ["-", 4, True], "encoding.formula.steps[6] must be of steps before it"),
        (FORMULA, f"{STEPS}.6", ["-", 4], "encoding.formula.steps[6] must be - and 2 operands; got ['-', 4]"),
        (
            FORMULA,
            f"{STEPS}.16.2",
            [3.0, 1.0],
            "encoding.formula.steps[16] must be of increasing starts; got [3.0, 1.0]",
        ),
        (FORMULA, f"{STEPS}.16.2", 3, "encoding.formula.steps[16] must be of a list of starts; got 3"),
        (FORMULA, f"{STEPS}.16.2", [1.0], "encoding.formula.steps[16] pieces must be a list of 2 pieces; got"),
        (FORMULA, f"{STEPS}.16.3.1", [1.0], "encoding.formula.steps[16] piece 1 must be a list of 5 numbers; got 1"),
        (
            FORMULA,
            f"{STEPS}.16.3.0",
            [1.0],
            "encoding.formula.steps[16] must be of pieces of an origin and coefficients",
        ),
        (FORMULA, f"{STEPS}.16.3.0.2", None, "encoding.formula.steps[16] piece 0[2] must be a finite number; got None"),
        (SUMS, "sums", [], "sums must be an object of names and values; got []"),
        (SUMS, "sums", {}, "sums must have 'firth'; got none"),
        (SUMS, "sums.vcov", [], "a name in sums must be one of firth, soft, baseline"),
        (SUMS, "sums.firth", 0, "sums.firth must be true or false; got 0"),
        (SUMS, "sums.baseline", 3, "sums.baseline must be the place of a class; got 3"),
        (SUMS, "sums.baseline", -1, "sums.baseline must be the place of a class; got -1"),
        (SUMS, "sums.total", 0, "sums.total must be a number above 0; got 0"),
        (SUMS, "sums.null_loglik", 0, "sums.null_loglik must be below 0; got 0"),
        (SUMS, "sums.loglik", 2.5, "sums.loglik must be below 0; got 2.5"),
        (SUMS, "sums.loglik", None, "sums.loglik must be a finite number; got None"),
        (SUMS, "sums.shift", [1.0], "sums.shift must be a list of 4 numbers; got 1"),
        (SUMS, "sums.scale.2", -1.0, "sums.scale[2] must be above 0; got -1.0"),
        (SUMS, "sums.axes", [[1.0]], "sums.axes must be a list of 4 rows; got 1"),
        (SUMS, "sums.axes.1", [1.0], "sums.axes[1] must be a list of 2 numbers; got 1"),
        (SUMS, "sums.axes.1.1", 0.0, "sums.axes[1][1] must be above 0; got 0.0"),
        (SUMS, "sums.factor", 1, "sums.factor must be a list; got 1"),
        (SUMS, "sums.factor.9.0", "x", "sums.factor[9][0] must be a finite number; got 'x'"),
        (SUMS, "fit", None, "fit must be known where there are sums; got None"),
        (SUMS, "fit.rows", None, "fit must be known where there are sums; got {"),
        (dict(SCALED, version=2, encoding=None), "sums", SUMS["sums"], "sums must be null for LR; got {"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else "",
)
def test_entries_that_are_wrong(model, place, value, message, tmp_path):
    assert message in refused(tmp_path / "model.json", json.dumps(changed(model, place, value)))


@pytest.mark.parametrize("key", sorted(BINARY))
def test_an_entry_that_is_missing(key, tmp_path):
    data = {name: value for name, value in BINARY.items() if name != key}
    message = refused(tmp_path / "model.json", json.dumps(data))
    assert "must" in message
    assert key in message


def test_a_newer_file_that_looks_quite_different_is_said_to_be_newer(tmp_path):
    data = {"format": "purelr model", "version": 7, "layers": [1, 2]}
    assert "version must be at most 2 for this purelr; got 7. Upgrade purelr." in refused(
        tmp_path / "model.json", json.dumps(data)
    )


def test_an_option_that_the_file_does_not_have_takes_its_default(tmp_path):
    """As it may have come after the file."""
    data = changed(BINARY, "options", {"C": 2})
    (tmp_path / "model.json").write_text(json.dumps(data))
    model = load(tmp_path / "model.json")
    assert repr(model) == "LogisticRegression(C=2)"


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path):
    path = tmp_path / "model.json"
    path.write_bytes((FROZEN / "binary_v1.json").read_bytes() + b" " * 16_000_000)
    with pytest.raises(
        ModelFileError, match=r"must be a file of at most 16,000,000 bytes; got more\. If you trust it, say"
    ):
        load(path)
    assert load(path, limit=17_000_000).n_features_in_ == 30
    for limit in (0, 1.5, None, True):
        with pytest.raises(ValueError, match="limit must be a whole number of at least 1"):
            load(path, limit=limit)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "model.json")


def test_numbers_may_be_written_by_hand(tmp_path):
    data = changed(changed(SCALED, "coef.0", [1, 2, 3, 4, 5]), "intercept.0", 0)
    (tmp_path / "model.json").write_text(json.dumps(data, indent=8))
    assert load(tmp_path / "model.json").weights == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]
