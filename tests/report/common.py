"""A report, parsed: what every one promises is checked on the way."""

from __future__ import annotations

from html.parser import HTMLParser

import purelr

from ..samples import problem

X, Y = problem(150, 3, seed=5)

MODEL = purelr.LogisticRegression().fit(X, Y)


class Page(HTMLParser):
    """What is in a page: its tags with their attributes, and its texts by tag."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.texts, self.open = [], {}, []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, text):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(text)

    def count(self, tag):
        return sum([name == tag for name, _ in self.tags])


ALLOWED = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "dl",
        "dt",
        "dd",
        "div",
        "section",
    ),
    *("figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td", "footer"),
    *("svg", "desc", "rect", "line", "path", "text"),
}


def report(*arguments, **options):
    """The report, parsed; what every one promises is checked on the way."""
    text = purelr.html_report(*arguments, **options)
    text.encode("utf-8")
    page = Page(text)
    assert {tag for tag, _ in page.tags} <= ALLOWED
    assert "default-src 'none'" in text
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "href", "srcset", "action")]
    assert "url(" not in text
    assert "@import" not in text
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    labels = [attributes.get("aria-labelledby") for tag, attributes in page.tags if tag == "svg"]
    assert sorted(" ".join(labels).split()) == sorted(ids)
    assert page.count("h1") == 1
    assert page.count("figure") == page.count("figcaption") == page.count("svg") == page.count("h3")
    assert page.count("table") == page.count("caption")
    cells = page.texts.get("td", []) + page.texts["dd"]
    assert not [cell for cell in cells if cell in ("nan", "inf", "None")]
    return page
