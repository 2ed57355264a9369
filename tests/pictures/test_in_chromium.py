"""The report in a real browser, on a phone and on a desk, by day, by night and on paper: look.mjs says what is wrong.

Needs `chromium` and `npm` on the PATH. With PURELR_SCREENSHOTS=folder the pictures of the pages are kept there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

import purelr
from purelr.basics.random_numbers import SplitMix64

HERE = Path(__file__).parent
ODD = [
    "<script>alert(1)</script>",
    "</style><b>bold",
    "\"quotes\" & 'more'",
    "emoji 🦄👨\u200d👩\u200d👧 here",
    "line\nbreak\ttab",
    "x" * 300,
    "with words " * 27,
    "年龄" * 20,
    "\u202eevil rtl",
    "\x00\x1b[31m",
    "-->]]>",
    "مرحبا بالعالم",
    "W" * 40,
]


def table(n, p, labels, seed):
    """Rows in which each class has columns of its own that are larger, and the classes overlap."""
    stream = SplitMix64(seed)
    y = [labels[int(stream.uniform() * len(labels))] for _ in range(n)]
    noise = [[6.0 * stream.uniform() - 3.0 for _ in range(p)] for _ in range(n)]
    X = [[x + float(labels[j % len(labels)] == label) for j, x in enumerate(row)] for row, label in zip(noise, y)]
    return X, y


def binary():
    cancer = purelr.load_breast_cancer()
    y = [cancer.target_names[label] for label in cancer.target]
    X, X_test, y, y_test = purelr.train_test_split(cancer.data, y, stratify=y)
    model = purelr.LogisticRegression().fit(X, y)
    intervals = [(w - abs(w) / 2, w + abs(w) / 2) for w in model.coef_[0]]
    title = "Breast cancer: benign or malignant"
    return purelr.html_report(model, X_test, y_test, names=cancer.feature_names, title=title, intervals=intervals)


def five_classes():
    X, y = table(400, 100, ["setosa", "versicolor", "virginica", "one with a fairly long name", "iris 5"], seed=1)
    return purelr.html_report(purelr.LogisticRegression(C=0.05).fit(X, y), X, y, title="Five kinds of flowers")


def odd_names():
    X, y = table(120, len(ODD), ["</svg><img src=x onerror=alert(1)>" * 3, "yes 🦄 " + "long" * 75], seed=2)
    title = "Odd </title><script>alert(1)</script> names 🦄 " + "t" * 200
    return purelr.html_report(purelr.LogisticRegression().fit(X, y), X, y, names=ODD, title=title)


def forty_classes():
    X, y = table(800, 12, [f"class number {k}" for k in range(40)], seed=3)
    return purelr.html_report(purelr.LogisticRegression(C=0.1).fit(X, y), X, y)


def without_a_penalty():
    X, y = table(150, 6, ["no", "yes"], seed=6)
    X[7] = [9.0, -9.0, 9.0, -9.0, 9.0, -9.0]
    model = purelr.LogisticRegression(C=float("inf")).fit(X, y)
    names = [f"{ODD[i % len(ODD)]} {i}" for i in range(150)]
    return purelr.html_report(model, X, y, title="A fit without a penalty", row_names=names)


def one_row():
    X, y = table(50, 2, ["a", "b"], seed=4)
    return purelr.html_report(purelr.LogisticRegression().fit(X, y), X[:1], y[:1])


REPORTS = [binary, five_classes, odd_names, forty_classes, without_a_penalty, one_row]
VIEWS = [
    f"{make.__name__}-{width}-{scheme}" for make in REPORTS for width in (360, 1280) for scheme in ("light", "dark")
]


def look(folder, shots, pages):
    """What look.mjs says of each view of the pages; its tools are installed into the folder, and not among the sources."""
    npm, node, chromium = map(shutil.which, ("npm", "node", "chromium"))
    assert all([npm, node, chromium]), "npm, node and chromium must be on the PATH"
    for name in ("look.mjs", "package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder)
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--silent"], check=True, cwd=folder)
    command = [node, "look.mjs", chromium, shots, *pages]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=folder)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What look.mjs says of each view, by its name."""
    folder = tmp_path_factory.mktemp("browser")
    shots = Path(os.environ.get("PURELR_SCREENSHOTS", folder))
    pages = [folder / f"{make.__name__}.html" for make in REPORTS]
    for make, page in zip(REPORTS, pages):
        page.write_text(make(), encoding="utf-8")
    return {view["name"]: view for view in look(folder, shots, pages)}


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_as_it_should_be(seen, name):
    view = seen[name]
    assert view["messages"] == []
    assert view["requests"] == []
    assert view["scripts"] == 0
    assert view["wider"] <= 0, "the page is wider than the window"
    assert view["outside"] == [], "texts leave their picture"
    assert view["overlapping"] == [], "texts lie over each other"
    assert view["pale"] == [], "texts have too little contrast"
    assert view["texts"] > 50
    assert view["paper"] == ([255, 255, 255] if name.endswith("light") else [24, 27, 32])


@pytest.mark.parametrize("make", REPORTS)
def test_on_paper_it_is_always_day(seen, make):
    assert seen[f"{make.__name__}-1280-dark"]["printed"] == [255, 255, 255]


def test_the_title_is_text(seen):
    assert seen["odd_names-360-light"]["title"].startswith("Odd </title><script>alert(1)</script> names 🦄 tt")


def test_every_view_was_seen(seen):
    assert sorted(seen) == sorted(VIEWS)


def test_what_is_wrong_with_a_page_is_found(tmp_path_factory):
    """look.mjs itself can fail: a page with every fault."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "bad.html").write_text(
        '<body style="background:#fff"><p style="color:#999;width:3000px">pale and wide</p><img src="gone.png">'
        '<script>console.log("said"); alert("seen")</script><svg width="90" height="50" viewBox="0 0 90 50">'
        '<text x="80" y="20" fill="#000">outside</text><text x="82" y="21" fill="#000">over</text></svg></body>',
        encoding="utf-8",
    )
    view = look(folder, folder, [folder / "bad.html"])[0]
    assert {"said", "dialog: seen"} <= set(view["messages"])
    assert [request.rpartition("/")[2] for request in view["requests"]] == ["gone.png"]
    assert view["pale"] == ["pale and wide"]
    assert view["outside"] == ["outside", "over"]
    assert view["overlapping"] == [["outside", "over"]]
    assert view["wider"] > 2000
    assert view["scripts"] == 1
