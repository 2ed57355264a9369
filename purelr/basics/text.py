"""Tables for the terminal and for HTML, from the same cells; names from a user's data stay text in both."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def printable(text: str) -> str:
    """Text that can do no harm on a terminal: control characters, which could move the cursor, are spelled out.

    >>> printable("size\\x1b[31m")
    'size\\\\x1b[31m'
    """
    return "".join([c if c.isprintable() else ascii(c)[1:-1] for c in text])


def as_text(cell: object) -> str:
    """A cell as the name of a level: whole numbers without a point, as a column of them may have become floats.

    >>> as_text(2.0), as_text(0.5), as_text("no")
    ('2', '0.5', 'no')
    """
    return str(int(cell)) if isinstance(cell, float) and cell % 1.0 == 0.0 else str(cell)


def spoken(text: str) -> str:
    """The same for text of several lines, without what the standard output cannot write: all that is said is like this.

    >>> spoken("a\\nb\\x9b31m\\u202e")
    'a\\nb\\\\x9b31m\\\\u202e'
    """
    lines = text if text.isprintable() else "\n".join([printable(line.expandtabs()) for line in text.split("\n")])
    encoding = output_encoding()
    return lines.encode(encoding, "backslashreplace").decode(encoding)


def output_encoding() -> str:
    """What the standard output is encoded in; UTF-8 where there is none, or one that does not say."""
    return getattr(sys.stdout, "encoding", None) or "utf-8"


def json_line(value: object) -> str:
    """A value as JSON on one line."""
    import json

    return json_spoken(json.dumps(value, ensure_ascii=False))


def json_spoken(text: str) -> str:
    """JSON with letters as they are, and by their numbers what a terminal would obey or the output cannot write."""
    import json

    return text if spoken(text) == text else "".join([c if spoken(c) == c else json.dumps(c)[1:-1] for c in text])


JOINERS = "\u200d\u200c"  # invisible, and part of emoji and of Persian and Indian words


def escape(text: str) -> str:
    """Text as HTML text, without what acts where it is shown."""
    kept = JOINERS + "\n\t"
    return entities(text if text.isprintable() else "".join([c if c in kept else printable(c) for c in text]))


def entities(text: str) -> str:
    """The characters that mark up HTML and XML, by their names."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(character, entity)
    return text


def terminal_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of even width, the first to the left and the others to the right."""
    lines = [[printable(cell) for cell in line] for line in [header, *rows]]
    widths = [max([len(line[j]) for line in lines]) for j in range(len(header))]
    texts = [[_justified(cell, width, j) for j, (cell, width) in enumerate(zip(line, widths))] for line in lines]
    texts.insert(1, ["-" * width for width in widths])
    return "\n".join(["  ".join(line).rstrip() for line in texts])


def _justified(cell: str, width: int, column: int) -> str:
    return cell.ljust(width) if column == 0 else cell.rjust(width)


def html_table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same as an HTML table whose header cells a screen reader can announce."""
    head = "".join([f'<th scope="col">{escape(cell)}</th>' for cell in header])
    body = "".join([_html_row(line) for line in rows])
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def notebook_table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same for a notebook, whose page may have no rules for tables: each cell brings the space around it."""
    table = html_table(caption, header, rows)
    for cell in ("<td>", '<th scope="row">', '<th scope="col">'):
        table = table.replace(cell, f'{cell[:-1]} style="padding: 0.1em 0.6em; text-align: right">')
    return table


def _html_row(line: Sequence[str]) -> str:
    cells = "".join([f"<td>{escape(cell)}</td>" for cell in line[1:]])
    return f'<tr><th scope="row">{escape(line[0])}</th>{cells}</tr>'


def plain(name: object) -> str:
    """One line without control characters, which XML forbids, and which can turn the direction of a text.

    >>> plain("a\\nb\\x00")
    'a b\\\\x00'
    """
    line = " ".join(str(name).split())
    return "".join([c if c in JOINERS else printable(c) for c in line]) or "(no name)"
