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
    from typing import NoReturn

COMMANDS = {
    "demo": "train on the Breast Cancer data with every backend that is here, and compare them",
    "fit": "fit a model to a CSV file, and save it",
    "predict": "predict the rows of a CSV file",
    "evaluate": "measure a model on a CSV file with known labels",
    "summary": "fit without a penalty, and show standard errors, p-values and odds ratios",
    "explain": "show one epoch of gradient descent, step by step, for some rows",
    "export": "write a model as a program in another language",
    "report": "write an HTML page that shows how good a model is on a CSV file with known labels",
    "bench": "time fits and predictions with every backend that is here",
}


EXACT = {"predict", "export"}
BOLD = "demo"  # it has headings in bold, and no text of anybody else's


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    warnings.showwarning = _plain_warning
    _open_streams()
    try:
        if not arguments:
            print(_parser([]).format_help().rstrip("\n"))
            return 0
        options = _parser(arguments[:1]).parse_args(arguments)
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
        return _failed(_in_shell_words(str(error)))
    return 0


def _in_shell_words(message: str) -> str:
    from .words import in_shell_words  # with the expressions that it needs, for a message alone

    return in_shell_words(message)


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
    print(spoken(f"purelr: warning: {_in_shell_words(str(message))}"), file=sys.stderr)


def _parser(called: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of all commands; the one that is called brings its options."""
    import argparse
    from importlib import import_module

    from .. import __version__

    class Parser(argparse.ArgumentParser):
        def error(self, message: str) -> NoReturn:
            super().error(spoken(message))

    parser = Parser(prog="purelr", description="Logistic regression that runs anywhere Python runs.")
    parser.add_argument("--version", action="version", version=f"purelr {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, text in COMMANDS.items():
        sub = commands.add_parser(name, help=text, description=f"{text[0].upper()}{text[1:]}.")
        if name in called:
            command = import_module(f".{name}", __package__)
            sub.epilog = f"example: {command.EXAMPLE}"
            command.add_options(sub)
            sub.set_defaults(run=command.run)
    return parser
