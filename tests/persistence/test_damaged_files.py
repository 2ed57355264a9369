"""Files cut short or changed at random give a model or are refused, in little memory."""

from __future__ import annotations

import contextlib
import json
import sys

import pytest

from purelr import LR, LogisticRegression, ModelFileError, load
from purelr.basics.random_numbers import SplitMix64
from purelr.loading import parse

from .common import BINARY, FROZEN, SCALED, THREE, changed

SHORT = {name: value for name, value in THREE.items() if name != "options"}
SHORT["options"] = {"C": "inf", "class_weight": [["ирис", 2.0]], "solver": {"name": "gd", "start": [0.0] * 9}}


TEXTS = [
    json.dumps(THREE, ensure_ascii=False).encode(),
    json.dumps(SHORT, indent=1).encode(),
    (FROZEN / "textbook_scaled_v1.json").read_bytes(),
]


def outcome(path, data):
    """True where the bytes are a model, which predicts and can be saved, and False where they are refused."""
    path.write_bytes(data)
    try:
        model = load(path)
    except ModelFileError:
        return False
    assert type(model) in (LR, LogisticRegression)
    n = len(model.weights) - 1 if isinstance(model, LR) else model.n_features_in_
    predicted = model.predict([[0.5] * n, [2.0] * n])
    assert all(label in getattr(model, "classes_", [0, 1]) for label in predicted)
    model.save(path)
    return type(load(path)) is type(model)


@pytest.mark.parametrize("text", TEXTS, ids=["three", "short", "scaled"])
def test_a_file_cut_short_anywhere_is_refused(text, tmp_path):
    end = len(text.rstrip())
    for k in range(0, end, 5):
        assert not outcome(tmp_path / "model.json", text[:k]), k


@pytest.mark.parametrize("text", TEXTS, ids=["three", "short", "scaled"])
def test_bytes_changed_at_random_give_a_model_or_are_refused(text, tmp_path):
    stream, valid = SplitMix64(20), 0
    for _ in range(300):
        data = bytearray(text)
        for _ in range(1 + stream.below(2)):
            k = stream.below(len(data))
            data[k] = LIKELY[stream.below(len(LIKELY))] if stream.below(2) else stream.below(256)
        valid += outcome(tmp_path / "model.json", bytes(data))
    assert 10 < valid < 290  # both happen


LIKELY = b'0123456789eE+-.,:[]{}"\\ntfu\xff\x00 '


VALUES = [
    None,
    True,
    False,
    0,
    1,
    -1,
    2,
    10**40,
    1.5,
    1e308,
    -0.0,
    "",
    "gd",
    "inf",
    "x",
    [],
    [1.0],
    [[1.0]],
    {},
    {"name": "gd"},
]


@pytest.mark.parametrize("model", [THREE, SHORT, SCALED], ids=["three", "short", "scaled"])
def test_values_put_anywhere_give_a_model_or_are_refused(model, tmp_path):
    valid = 0
    for place in places(model):
        for value in VALUES:
            valid += outcome(tmp_path / "model.json", json.dumps(changed(model, place, value)).encode())
    assert valid > 20


def places(data, prefix=""):
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        yield f"{prefix}{key}"
        if isinstance(value, (dict, list)):
            yield from places(value, f"{prefix}{key}.")


def test_the_parser_takes_what_the_standard_takes():
    assert parse('{"a": [1, -2.5e-3, true, null, "\\u00e9\\ud83c\\udf38"]}') == {"a": [1, -0.0025, True, None, "é🌸"]}


@pytest.mark.skipif(sys.implementation.name != "cpython", reason="tracemalloc is of CPython")
def test_memory_stays_within_ten_times_the_file(tmp_path):
    """A text took 116 times its size, as the expression that measured depth remembered each of its characters."""
    import tracemalloc

    wide = json.dumps(dict(BINARY, columns=None, n_columns=200_000, coef=[0]))
    files = [
        json.dumps(changed(BINARY, "columns", ["a" * 1_000_000])),
        json.dumps(changed(BINARY, "columns", ['\\"' * 500_000])),
        wide.replace('"coef": [0]', f'"coef": [[{",".join(["0"] * 200_000)}]]'),
        wide.replace('"coef": [0]', f'"coef": [[{",".join(["0.1"] * 200_000)}]]'),
    ]
    path = tmp_path / "m.json"
    for text in files:
        path.write_text(text, encoding="utf-8")
        tracemalloc.start()
        with contextlib.suppress(ModelFileError):
            load(path)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak <= 10 * len(text)


def test_what_many_classes_weigh_is_read_in_one_pass(tmp_path):
    """Each weight was looked for among all classes, which does not end here: 2,000,000,000 comparisons."""
    many = list(range(10_000))
    content = dict(BINARY, columns=None, n_columns=1, classes=many, intercept=[0] * 10_000, coef=[[0]] * 10_000)
    content["options"] = dict(BINARY["options"], class_weight=[[k % 10_000, 1] for k in range(200_000)])
    path = tmp_path / "m.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    assert load(path).classes_ == many
