"""The command line: `purelr`, or `python -m purelr`. What the commands say is printed here.

Exit codes: 0 done; 1 failed, or interrupted; 2 wrongly called. Messages go to the standard error.
"""

from __future__ import annotations

import os
import sys
import warnings

from ..basics.text import json_line, printable, spoken

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence
    from typing import Any, NoReturn

COMMANDS = {
    "demo": "train on the Breast Cancer data with every backend that is here, and compare them",
    "fit": "fit a model to a CSV file, and save it",
    "predict": "predict the rows of a CSV file",
    "evaluate": "measure a model on a CSV file with known labels",
    "summary": "fit without a penalty, and show standard errors, p-values and odds ratios",
    "explain": "show one epoch of gradient descent, step by step, for some rows",
    "export": "write a model as a program in another language",
    "report": "write an HTML page that shows how good a model is on a CSV file with known labels",
    "completion": "print a script with which bash, zsh or fish completes commands and options",
    "bench": "time fits and predictions with every backend that is here",
}


EXACT = {"predict", "export", "completion"}
BOLD = "demo"  # it has headings in bold, and no text of anybody else's


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    warnings.showwarning = _plain_warning
    _open_streams()
    try:
        if not arguments:
            print(parsers([])[0].format_help().rstrip("\n"))
            return 0
        options = parsers(arguments[:1])[0].parse_args(arguments)
        for said in options.run(options):
            # What another program reads is left as it is: predictions and programs that do not go to a terminal.
            exact = (options.command in EXACT and not sys.stdout.isatty()) or options.command == BOLD
            text = said if isinstance(said, str) else json_line(said)
            print(text if exact else spoken(text), flush=sys.stdout.isatty())
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _failed("interrupted")
    except BrokenPipeError:  # the reader has gone, as in `purelr demo | head`; nothing is left to be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _failed(f"{printable(str(error.filename))}: {error.strerror}" if error.filename else str(error))
    except ModuleNotFoundError as error:
        return _failed(f"{' '.join(arguments[:1])} is not in this copy of purelr ({error}). Use the whole package.")
    except (ValueError, ImportError, ArithmeticError) as error:
        return _failed(in_shell_words(str(error)))
    return 0


def _open_streams() -> None:
    """Where a stream is closed, what is said goes nowhere; what its encoding cannot write is spelled out."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # until the end
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")


def _failed(message: str) -> int:
    print(spoken(f"purelr: {message}"), file=sys.stderr)
    return 1


def _plain_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(spoken(f"purelr: warning: {in_shell_words(str(message))}"), file=sys.stderr)


def parsers(called: Sequence[str]) -> tuple[argparse.ArgumentParser, dict[str, argparse.ArgumentParser]]:
    """The parser of all commands, and those of each; the ones that are called bring their options."""
    import argparse
    from importlib import import_module

    from .. import __version__

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            super().error(spoken(message))

    parser = Parser(prog="purelr", description="Logistic regression that runs anywhere Python runs.")
    parser.add_argument("--version", action="version", version=f"purelr {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    each: dict[str, argparse.ArgumentParser] = {}
    for name, text in COMMANDS.items():
        each[name] = sub = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        if name in called:
            command = import_module(f".{name}", __package__)
            sub.epilog = f"example: {command.EXAMPLE}"
            command.add_options(sub)
            sub.set_defaults(run=command.run)
    return parser, each


# Arguments of the library that are options of the commands, by the same name with dashes.
OPTIONS = (
    "formula|offset|C|l1_ratio|solver|tol|max_iter|baseline|class_weight|backend|reference|missing|encoding|delimiter|decimal|thousands|"
    "level|method|cov_type|groups|columns|seed|learning_rate|sums|test"
)
RULES: list[tuple[str, Any]] = [
    # what names both already
    (r'missing="drop", "mean" or "indicator" \(--missing\)', "--missing drop, mean or indicator"),
    (r'decimal="," \(--decimal , on the command line\)', "--decimal ,"),
    (r"declare it to be text, by reference= \(--text\)", "declare it to be text by --text"),
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
    import re

    for pattern, replacement in RULES:
        message = re.sub(pattern, replacement, message)
    return message


def _dashed(name: str) -> str:
    return name.replace("_", "-")
