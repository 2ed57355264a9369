"""docs/models.md has the fields of a model file as the schema has them, word for word."""

from __future__ import annotations

import re
from pathlib import Path

from purelr.persistence import encoding, schema

PAGE = (Path(__file__).parents[2] / "docs" / "models.md").read_text(encoding="utf-8")


def test_the_page_has_every_field_and_what_it_must_be():
    models = schema.options_of([])
    tables = {"options.": models["LogisticRegression"], "fit.": schema.FIT, "sums.": schema.SUMS}
    tables["encoding.formula."] = encoding.FORMULA
    tables.update({"encoding.": encoding.ENCODING, "encoding.columns[].": encoding.COLUMN})
    wanted = {place + name: words for place, fields in tables.items() for name, (words, _) in fields.items()}
    for fields in schema.SOLVERS.values():
        wanted.update({f"options.solver.{name}": words for name, (words, _) in fields.items()})
    assert dict(re.findall(r"^\| `([\w.\[\]]+\.\w+)` \| (.*) \|$", PAGE, re.MULTILINE)) == wanted
    assert list(models["LR"]) == ["seed"]
