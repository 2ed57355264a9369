"""The page about export: its examples print what it says, those that need gcc, Node and other tools among them."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "export.md"


def test_the_examples_of_the_page_print_what_it_says():
    page = PAGE.read_text(encoding="utf-8")
    found = re.findall(r"^```pycon( tools)?\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert sum([bool(tools) for tools, _ in found]) == 4
    session = "\n".join([text for _, text in found])
    report = []
    doctest.DocTestRunner().run(doctest.DocTestParser().get_doctest(session, {}, "page", None, 0), out=report.append)
    assert not report, "".join(report)
