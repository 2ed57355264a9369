"""A picture, parsed: what every one promises is checked on the way."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import purelr
from purelr.basics.text import plain as plain_text

from ..samples import problem

SVG = "{http://www.w3.org/2000/svg}"


def tree(picture):
    """The SVG, parsed; what every picture promises is checked on the way."""
    text = picture.svg
    text.encode("utf-8")
    assert not re.search(r"\b(nan|inf|None)\b", re.sub(r">[^<]*<", "><", text))
    root = ET.fromstring(text)  # noqa: S314
    assert {element.tag.replace(SVG, "") for element in root.iter()} <= {
        *("svg", "title", "desc", "style", "rect", "line", "path", "text")
    }
    assert root.get("role") == "img"
    title, description = [root.find(SVG + tag) for tag in ("title", "desc")]
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == plain_text(picture.title)
    assert description.text == plain_text(picture.description)
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in root.iter(SVG + "text"):
        assert 0 <= float(element.get("x")) <= width
        assert 0 <= float(element.get("y")) <= height
    return root


def texts(picture):
    return [element.text for element in tree(picture).iter(SVG + "text")]


X, Y = problem(120, 4, seed=3)

MODEL = purelr.LogisticRegression().fit(X, Y)

Y3 = [(0, "b", "c")[i % 3] if i % 3 else "a" for i in range(120)]

MODEL3 = purelr.LogisticRegression().fit(X, Y3)

P3 = MODEL3.predict_proba(X)

ODD = [
    "<script>alert(1)</script>",
    "</style><b>",
    "</title></svg>",
    "\"quotes\" & 'more'",
    "emoji 🦄👨\u200d👩\u200d👧",
    "line\nbreak",
    "x" * 300,
    "words " * 60,
    "\u202eright to left",
    "\x00\x1b[31m",
    "-->]]>",
    "\ud800",
    "",
]


def places(picture, texts):
    """(x, y) of each of the texts in the picture."""
    found = {
        element.text: (float(element.get("x")), float(element.get("y"))) for element in tree(picture).iter(SVG + "text")
    }
    return [found[text] for text in texts]
