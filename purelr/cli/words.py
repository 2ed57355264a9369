"""The library's messages in the words of the shell: an option, where they name an argument."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Arguments of the library that are options of the commands, by the same name with dashes.
OPTIONS = (
    "C|l1_ratio|solver|tol|max_iter|baseline|class_weight|backend|reference|missing|encoding|delimiter|decimal|thousands|"
    "level|method|cov_type|groups|columns|seed|learning_rate|sums|test"
)
RULES: list[tuple[str, Any]] = [
    # what names both already
    (r'missing="drop", "mean" or "indicator" \(--missing\)', "--missing drop, mean or indicator"),
    (r'decimal="," \(--decimal , on the command line\)', "--decimal ,"),
    (r"declare the column to be text, by reference= \(--text\)", "declare the column to be text by --text"),
    (r"declare (it|the column) to be text\b(?! by)", r"declare \1 to be text by --text"),
    (r"sums=True \(on the command line --sums\)", "--sums"),
    # an option at the beginning, and settings in the middle
    (r'^C must be float\("inf"\)', "--C must be inf"),
    (rf"^({OPTIONS}) must be", lambda found: f"--{_dashed(found[1])} must be"),
    (r'\bC=float\("inf"\)', "--C inf"),
    (r"\bC=inf\b", "--C inf"),
    (rf'\b({OPTIONS})="([^"]*)"', lambda found: f"--{_dashed(found[1])} {found[2]}"),
    (rf"\b({OPTIONS})=([\d.]+\d|\d)", lambda found: f"--{_dashed(found[1])} {found[2]}"),
    (r"\bfirth=True\b", "--firth"),
    (r"\(firth=True\)", "(--firth)"),
    (r"\bSet C\b", "Set --C"),
]


def in_shell_words(message: str) -> str:
    """A message of the library for somebody in a shell.

    >>> in_shell_words('C must be float("inf"), no penalty; got a fit with C=1.0. Fit with C=float("inf").')
    '--C must be inf, no penalty; got a fit with --C 1.0. Fit with --C inf.'
    """
    for pattern, replacement in RULES:
        message = re.sub(pattern, replacement, message)
    return message


def _dashed(name: str) -> str:
    return name.replace("_", "-")
