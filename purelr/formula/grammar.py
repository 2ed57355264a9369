"""What a formula says: its text as a tree, with the place of each part, so that errors can point at it.

formula  →  [ column ~ ] sum          + and −, below * and /, below :, below a sign, below ^ (or **)
operand  →  column | `a column` | number | "text" | . | ( sum ) | function( sum | name = sum, … )
"""

from __future__ import annotations

import re

from ..basics.errors import brief

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import NoReturn

TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[^\W\d][\w.]*)|`(?P<quoted>[^`]+)`"""
    r"""|(?P<text>"[^"]*"|'[^']*')|(?P<mark>\*\*|[-+*/:^()~,=.])|(?P<end>$))"""
)
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, ":": 3, "^": 5}
SIGN, SUMS = 4, ("+", "-")
DEEPEST = 50  # parts in parts


class Node:
    """A part of a formula.

    kind   "name", "number", "text", "dot", "call", "sign" or an operator
    value  the name, number or text
    parts  the operands or the arguments
    named  the arguments with a name
    start  where it begins in the text, and for an operator where that is
    """

    def __init__(self, kind: str, value: str, parts: Sequence[Node], start: int) -> None:
        self.kind = kind
        self.value = value
        self.parts: list[Node] = list(parts)
        self.named: dict[str, Node] = {}
        self.start = start
        # Of a long sum the left side is no deeper than the whole: it is gone through, and not into.
        deep = [part.depth + (not (i == 0 and kind in SUMS and part.kind in SUMS)) for i, part in enumerate(self.parts)]
        self.depth: int = max(deep, default=0)

    def __repr__(self) -> str:
        return f"<Node {self}>"

    def walk(self) -> Iterator[Node]:
        """The part and all parts of it, from the left."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.parts[::-1])

    def summands(self) -> list[tuple[str, Node]]:
        """What a sum adds and takes, from the left: the sign of each part, and the part."""
        found, node = [], self
        while node.kind in SUMS:
            found.append((node.kind, node.parts[1]))
            node = node.parts[0]
        return [("+", node), *found[::-1]]

    def __str__(self) -> str:
        """The part as it could be written, in one spelling."""
        if self.kind in SUMS:
            first, *others = self.summands()
            return " ".join([str(first[1]), *[f"{sign} {_bracketed(part, 2)}" for sign, part in others]])
        if self.kind == "call":
            named = [f"{name}={part}" for name, part in self.named.items()]
            return f"{self.value}({', '.join([*map(str, self.parts), *named])})"
        if self.kind == "sign":
            return f"{self.value}{_bracketed(self.parts[0], SIGN)}"
        if self.kind in BINDS:
            a, b = self.parts
            binds = BINDS[self.kind]
            left = _bracketed(a, binds + (self.kind == "^"))
            right = _bracketed(b, binds + (self.kind != "^"))
            if self.kind == ":":
                return f"{left}:{right}"
            return f"{left} {'**' if self.kind == '^' else self.kind} {right}"
        return self.value


def _bracketed(part: Node, binds: int) -> str:
    own = SIGN if part.kind == "sign" else BINDS.get(part.kind, 9)
    return f"({part})" if own < binds else str(part)


class Formula:
    """A formula that has been read: its `text`, and what is on the `left` of the tilde, None for nothing, and on the
    `right`.

    >>> formula = Formula("low ~ age + log(lwt)*race")
    >>> formula.left, formula.right
    (<Node low>, <Node age + log(lwt) * race>)
    """

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):
            raise ValueError(f'formula must be a text such as "y ~ age + race"; got {brief(text)}.')
        self.text = text
        self.tokens: list[tuple[str, str, int]] = self._tokens()
        self.next: int = 0
        self.depth: int = 0
        parts = [self._sum(1)] if self._peek() != "~" else []
        self.left: Node | None = None
        if self._taken("~"):
            if parts and parts[0].kind != "name":
                self.refuse(parts[0].start, "of one column on the left of ~", brief(str(parts[0])))
            self.left = parts[0] if parts else None
            parts = [self._sum(1)]
        self._expect("", "an operator or the end")
        self.right: Node = parts[0]

    def refuse(self, place: int, wanted: str, got: str, remedy: str = "") -> NoReturn:
        """Raise the ValueError that points at a place of the formula."""
        begin = self.text.rfind("\n", 0, place) + 1
        line = self.text[begin:].split("\n")[0].replace("\t", " ")
        sentence = f"formula must be {wanted}; got {got}.{' ' * bool(remedy)}{remedy}"
        raise ValueError(f"{sentence}\n    {line}\n    {' ' * (place - begin)}^")

    def _tokens(self) -> list[tuple[str, str, int]]:
        """(kind, text, place) of each word and mark; the last is the end."""
        found: list[tuple[str, str, int]] = []
        place = 0
        while not found or found[-1][0] != "end":
            token = TOKEN.match(self.text, place)
            if token is None:
                place += len(self.text[place:]) - len(self.text[place:].lstrip())
                self.refuse(place, "of names, numbers, + - * / : ^ and functions", brief(self.text[place]))
            kind = str(token.lastgroup)
            text = token.group(kind)
            found.append((kind, "^" if text == "**" else text, token.start(kind)))
            place = token.end()
        return found

    def _peek(self) -> str:
        """The mark that comes next, "" for the end, None-like words being their own kind."""
        kind, text, _ = self.tokens[self.next]
        return text if kind in ("mark", "end") else kind

    def _taken(self, mark: str) -> bool:
        """Whether that mark comes next, which is passed then."""
        if self._peek() != mark or self.tokens[self.next][0] == "end":
            return False
        self.next += 1
        return True

    def _expect(self, mark: str, wanted: str) -> None:
        kind, text, place = self.tokens[self.next]
        if self._peek() != mark:
            remedy = "Write ~ between the label and the terms." if text == "=" and not mark else ""
            self.refuse(place, f"of {wanted} there", brief(text) if kind != "end" else "the end", remedy)
        self.next += 1

    def _sum(self, binds: int) -> Node:
        """Operands with operators between them that bind as strongly as that, or more strongly."""
        left = self._operand()
        while BINDS.get(self._peek(), 0) >= binds:
            kind, _, place = self._peek(), None, self.tokens[self.next][2]
            self.next += 1
            # a ^ b ^ c is a ^ (b ^ c), all others begin at the left
            left = Node(kind, kind, [left, self._inner(BINDS[kind] + (kind != "^"), place)], place)
            if left.depth > DEEPEST:
                self._refuse_depth(place)
        return left

    def _inner(self, binds: int, place: int) -> Node:
        """A sum within another part."""
        self.depth += 1
        if self.depth > DEEPEST:
            self._refuse_depth(place)
        found = self._sum(binds)
        self.depth -= 1
        return found

    def _refuse_depth(self, place: int) -> NoReturn:
        self.refuse(place, f"of at most {DEEPEST} brackets and operators in each other", "more")

    def _operand(self) -> Node:
        kind, text, place = self.tokens[self.next]
        self.next += 1
        if kind in ("name", "quoted"):
            return self._call(text, place) if kind == "name" and self._peek() == "(" else Node("name", text, [], place)
        if kind in ("number", "text"):
            return Node(kind, text, [], place)
        if kind == "mark" and text in "+-":
            return Node("sign", text, [self._inner(SIGN, place)], place)
        if kind == "mark" and text == ".":
            return Node("dot", ".", [], place)
        if kind == "mark" and text == "(":
            inner = self._inner(1, place)
            self._expect(")", "an operator or )")
            return inner
        got = "the end" if kind == "end" else brief("**" if text == "^" else text)
        return self.refuse(place, "of a column, a number or a function there", got)

    def _call(self, name: str, place: int) -> Node:
        """A function with its arguments."""
        call = Node("call", name, [], place)
        self._expect("(", "(")
        while self._peek() != ")":
            kind, text, at = self.tokens[self.next]
            if kind == "name" and self.tokens[self.next + 1][1] == "=":
                self.next += 2
                if text in call.named:
                    self.refuse(at, "of each argument once", f"{text} twice")
                call.named[text] = self._inner(1, place)
            else:
                call.parts.append(self._inner(1, place))
            call.depth = max(call.depth, *[part.depth + 1 for part in (*call.parts, *call.named.values())])
            if not self._taken(","):
                break
        self._expect(")", "an operator, a comma or )")
        return call
