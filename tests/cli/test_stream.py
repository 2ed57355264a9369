"""purelr fit --stream: what memory fits and refuses, and nothing learnt from the rows held out."""

from __future__ import annotations

import json

import pytest

import purelr
from purelr.testing import close

from .common import FIT, MESSY, MESSY_FIT, written


def test_a_stream_fits_what_memory_fits(folder, said):
    in_memory = json.loads(said(*FIT, "--test-share", "0", "--json").out)
    streamed = json.loads(said(*FIT, "--test-share", "0", "--json", "--stream").out)
    close(streamed["coef"][0], in_memory["coef"][0], 1e-9)
    assert streamed["counts"] == in_memory["counts"]
    close(streamed["deviations"], in_memory["deviations"], 1e-12)
    assert "rows held out: accuracy 0.9" in said(*FIT, "--stream").out
    assert "farbe=rot" in said(*MESSY_FIT, "--stream").out
    assert (
        "which reads it twice; got standard input"
        in said("fit", "-", "--target", "y", "-o", "m", "--stream", code=1).err
    )


def test_a_stream_refuses_what_memory_refuses(folder, said):
    (folder / "messy.csv").write_text(MESSY.replace(";0,5;", ";;"), encoding="utf-8")
    assert "got 9 in 'größe'" in said(*MESSY_FIT, "--stream", code=1).err
    assert "rows to learn from" in said(*MESSY_FIT, "--stream", "--missing", "mean").out
    (folder / "many.csv").write_text("x,y\n" + "".join([f"{i},c{i}\n" for i in range(1500)]), encoding="utf-8")
    assert "at most 1000 classes" in said("fit", "many.csv", "--target", "y", "-o", "m", "--stream", code=1).err


def test_a_stream_learns_nothing_from_the_rows_held_out(folder, said):
    """The means for gaps, and the levels, are those of the rows to learn from."""
    from purelr.cli.stream import Lots
    from purelr.data.learning import learn
    from purelr.data.source import Row

    rows = [["" if i % 9 == 0 else i * i, "abcd"[i * i % 3], "yn"[i * i // 7 % 2]] for i in range(200)]
    rows[-1][1] = "e"
    written(folder / "gaps.csv", "size,kind,y", rows)
    lots = Lots(0.4, 3)
    train = [
        (i, list(map(str, row[:2]))) for i, row in enumerate(rows) if not lots.holds_out(Row(i, [], row[2], 1.0, None))
    ]
    assert 90 < len(train) < 150
    assert all(cells[1] != "e" for _, cells in train)
    fit = (
        "fit",
        "gaps.csv",
        "--target",
        "y",
        "-o",
        "m.json",
        "--missing",
        "mean",
        "--test-share",
        "0.4",
        "--seed",
        "3",
    )
    done = said(*fit, "--stream")
    assert "column 'kind' has 'e' in 1 rows; it counts as none of the levels of the fit" in done.err
    found, wanted = purelr.load("m.json").encoding_.to_dict(), learn(["size", "kind"], train, "mean").to_dict()
    assert found["columns"] == wanted["columns"]
    model = purelr.LogisticRegression(standardize=True)
    model.fit(
        learn(["size", "kind"], train, "mean").encode([cells for _, cells in train]), [rows[i][2] for i, _ in train]
    )
    close(purelr.load("m.json").coef_, model.coef_, 1e-9)


def test_rows_held_out_of_a_stream_count_as_often_as_they_weigh():
    from purelr.cli.stream import figures
    from purelr.training.disk_rows import Spool

    X, y, weights = [[0.0], [1.0], [2.0], [3.0]], [0, 1, 0, 1], [1.0, 2.0, 3.0, 0.0]
    model = purelr.LogisticRegression(C=10.0).fit(X, y)
    with Spool(["x"], [0, 1]) as spool:
        for row, label, weight in zip(X, y, weights):
            spool.append(row, label, weight)
        found = figures(model, spool, weighted=True)
        plain = figures(model, spool, weighted=False)
    assert found["confusion"] == [[1.0, 3.0], [2.0, 0.0]]
    assert found["accuracy"] == purelr.accuracy_score(y, model.predict(X), weights) == 1.0 / 6.0
    assert found["log_loss"] == pytest.approx(purelr.log_loss(y, model.predict_proba(X), weights), rel=1e-15)
    assert plain["confusion"] == [[1, 1], [1, 1]]
