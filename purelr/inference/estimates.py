"""Estimates with their errors: one, and a list of them as attributes, text, HTML and a dict."""

from __future__ import annotations

from math import isfinite

from ..basics.distributions import normal_quantile, normal_tail
from ..basics.errors import brief, number_or_nan, refuse
from ..basics.text import escape, notebook_table, printable, spoken, terminal_table
from ..data.table import Table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    Pair = tuple[float, float]
    Titled = tuple[str, list[str], list[list[str]]]


class Estimate:
    """One number that was estimated, of a column (`name`) and a class (`label`).

    Attributes: name, label, value, std_error, z_value, p_value = P(|Z| > |z|), conf_int = value ± z · std_error.
    """

    columns: ClassVar[tuple[str, ...]] = ("name", "label", "value", "std_error", "z_value", "p_value", "conf_int")

    def __init__(self, name: str, label: Any, value: float, std_error: float, z: float) -> None:
        self.name = name
        self.label = label
        self.value = value
        self.std_error = std_error
        self.z_value: float = value / std_error if std_error > 0.0 else 0.0
        self.p_value: float = 2.0 * normal_tail(abs(self.z_value))
        self.conf_int: Pair = (value - z * std_error, value + z * std_error)

    def to_dict(self) -> dict[str, Any]:
        return {name: plain(getattr(self, name)) for name in self.columns}

    def __repr__(self) -> str:
        return f"<{self.name!r}: {self.value:.6g}, std_error {self.std_error:.4g}, p_value {self.p_value:.3g}>"


class Estimates:
    """Estimates in `terms`; `estimates["age"]` is that of a column, `estimates["age", "yes"]` of a column and a class.

    `table` has them as a Table, with its ways into Markdown, LaTeX, CSV, HTML and data frames.
    An attribute of all terms is a list: `std_error`, `z_value`, `p_value`, `conf_int`, `names`, `labels` and so on.
    """

    names: list[str]
    labels: list[Any]
    value: list[float]
    std_error: list[float]
    z_value: list[float]
    p_value: list[float]
    conf_int: list[Pair]
    plurals: ClassVar[dict[str, str]] = {"names": "name", "labels": "label"}

    def __init__(self, terms: list[Any], level: float) -> None:
        self.terms = terms
        self.level = level

    if not TYPE_CHECKING:  # to a type checker, an attribute that no class names is an error

        def __getattr__(self, name: str) -> list[Any]:
            column = self.plurals.get(name, name)
            if name == "terms" or column not in self.terms[0].columns:
                raise AttributeError(f"{type(self).__name__} has no attribute {name!r}")
            return [getattr(term, column) for term in self.terms]

    def __getitem__(self, key: Any) -> Any:
        name, *label = key if isinstance(key, tuple) and key else (key,)
        found = [term for term in self.terms if term.name == name and (not label or term.label == label[0])]
        if len(found) != 1:
            wanted = "a column and a class, as there are several" if found else "the name of a column"
            refuse("key", wanted, brief(key), f"The columns are {brief(self.names)}.")
        return found[0]

    @property
    def table(self) -> Table:
        """The estimates as a Table, by the names that R's broom has made common: term, estimate, std_error, statistic,
        p_value, conf_low, conf_high; and class, where there are several."""
        lows, highs = zip(*[term.conf_int for term in self.terms])
        columns = {
            "term": self.names,
            "class": self.labels,
            "estimate": [term.value for term in self.terms],
            "std_error": self.std_error,
            "statistic": self.z_value,
            "p_value": self.p_value,
            "conf_low": list(lows),
            "conf_high": list(highs),
        }
        several = len(set(map(str, self.labels))) > 1
        return Table({name: column for name, column in columns.items() if several or name != "class"})

    def to_markdown(self) -> str:
        """The table in Markdown."""
        return self.table.to_markdown()

    def to_latex(self, caption: str = "") -> str:
        """The table in LaTeX, for the package booktabs."""
        return self.table.to_latex(caption)

    def to_csv(self) -> str:
        """The table as CSV, numbers with all their digits."""
        return self.table.to_csv()

    def to_html(self) -> str:
        """The table in HTML."""
        return self.table.to_html()

    def to_frame(self) -> Any:
        """The table as a data frame of pandas, or of polars, whichever is loaded."""
        return self.table.to_frame()

    def facts(self) -> list[str]:
        """Lines for above the tables."""
        return []

    def _title(self, label: Any) -> str:
        raise NotImplementedError

    def _header(self, low: str, high: str) -> list[str]:
        return ["", "value", "std. error", "z", "p", low, high]

    def _line(self, term: Any) -> list[str]:
        return line(term)

    def tables(self) -> list[Titled]:
        """For each class a title, a header and the lines."""
        low, high = f"{50.0 * (1.0 - self.level):.4g} %", f"{50.0 * (1.0 + self.level):.4g} %"
        parts: dict[Any, list[list[str]]] = {}
        for term in self.terms:
            parts.setdefault(term.label, []).append(self._line(term))
        return [(self._title(label), self._header(low, high), lines) for label, lines in parts.items()]

    def __str__(self) -> str:
        parts = [f"{printable(title)}\n\n{terminal_table(header, lines)}" for title, header, lines in self.tables()]
        return spoken("\n\n".join([*["\n".join(self.facts())] * bool(self.facts()), *parts]))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        facts = "".join([f"<p>{escape(fact)}</p>" for fact in self.facts()])
        return f"<div>{facts}{''.join([notebook_table(*table) for table in self.tables()])}</div>"


def critical(level: Any) -> float:
    """The z of an interval at that level."""
    share = number_or_nan(level)
    if not 0.0 < share < 1.0:
        refuse("level", "between 0 and 1", brief(level), "Say 0.95 for 95 %.")
    return normal_quantile(0.5 * (1.0 - share))


def line(term: Any) -> list[str]:
    """The cells that all estimates have."""
    low, high = [f"{value:.5g}" for value in term.conf_int]
    return [
        term.name,
        f"{term.value:.5g}",
        f"{term.std_error:.4g}",
        f"{term.z_value:.3f}",
        f"{term.p_value:.3g}",
        low,
        high,
    ]


def plain(value: Any) -> Any:
    """A value for JSON: what is infinite is None."""
    if isinstance(value, tuple):
        return [plain(v) for v in value]
    if isinstance(value, float) and not isfinite(value):
        return None
    return value.item() if hasattr(value, "item") else value
