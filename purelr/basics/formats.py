"""Cells as texts, and tables of texts as CSV, Markdown and LaTeX. Whatever a name holds, it stays text in each."""

from __future__ import annotations

from .text import plain

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

LATEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    **{character: "\\" + character for character in "&%$#_{}"},
}


def is_number(cell: object) -> bool:
    """Whether a cell is a number or missing: such columns stand to the right."""
    return cell is None or (isinstance(cell, (int, float)) and not isinstance(cell, bool))


def exact(cell: object) -> str:
    """A cell with all its digits; a missing one is empty."""
    if cell is None or (isinstance(cell, float) and cell != cell):  # noqa: PLR0124  # nan
        return ""
    return repr(float(cell)) if isinstance(cell, float) else str(cell)


def rounded(cell: object) -> str:
    """A cell for people: five digits of a number that is not whole."""
    return f"{cell:.5g}" if isinstance(cell, float) and cell == cell else exact(cell)  # noqa: PLR0124


def csv(names: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Lines of cells with commas between them, quoted where they must be."""
    return "".join([csv_line(line) + "\n" for line in [names, *rows]])


def csv_line(cells: Sequence[str]) -> str:
    """A line of CSV. A lone empty cell is quoted, as an empty line is none."""
    return ",".join([_quoted(cell) for cell in cells]) if list(cells) != [""] else '""'


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any([c in cell for c in ',"\r\n']) else cell


def markdown(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """A table of GitHub's Markdown."""
    lines = ["| " + " | ".join([_in_markdown(cell) for cell in line]) + " |" for line in [names, *rows]]
    lines.insert(1, "|" + "|".join(["---:" if is_right else ":---" for is_right in right]) + "|")
    return "\n".join(lines)


def _in_markdown(cell: str) -> str:
    text = "".join(["\\" + c if c in "\\`*_[]|" else c for c in plain(cell)]) if cell else ""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def latex(names: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], caption: str) -> str:
    """A tabular with the rules of booktabs; with a caption inside a table."""
    lines = [" & ".join([_in_latex(cell) for cell in line]) + r" \\" for line in [names, *rows]]
    columns = "".join(["r" if is_right else "l" for is_right in right])
    body = [rf"\begin{{tabular}}{{{columns}}}", r"\toprule", lines[0], r"\midrule", *lines[1:], r"\bottomrule"]
    body.append(r"\end{tabular}")
    if caption:
        body = [r"\begin{table}", r"\centering", rf"\caption{{{_in_latex(caption)}}}", *body, r"\end{table}"]
    return "\n".join(body)


def _in_latex(cell: str) -> str:
    text = "".join([LATEX.get(c, c) for c in plain(cell)]) if cell else ""
    return f"${text}$" if text[:1] == "-" and text[1:2].isdigit() else text
