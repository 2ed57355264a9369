"""The command line: `purelr`, or `python -m purelr`. What the commands say is printed here.

Exit codes: 0 done; 1 failed, or interrupted; 2 wrongly called. Messages go to the standard error.
"""

from __future__ import annotations

import os
import sys
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

COMMANDS = ("demo", "fit", "predict", "evaluate", "explain", "bench")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    options = _parser().parse_args(arguments)
    warnings.showwarning = _plain_warning
    try:
        for text in options.run(options):
            print(text, flush=sys.stdout.isatty())
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _failed("interrupted")
    except BrokenPipeError:  # the reader has gone, as in `purelr demo | head`; nothing is left to be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return _failed(f"{error.filename}: {error.strerror}" if error.filename else str(error))
    except (ValueError, ImportError, ArithmeticError) as error:
        return _failed(str(error))
    return 0


def _failed(message: str) -> int:
    print(f"purelr: {message}", file=sys.stderr)
    return 1


def _plain_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(f"purelr: warning: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    """The parser of all commands; the one that is called brings its options."""
    import argparse
    from importlib import import_module

    from . import __version__

    parser = argparse.ArgumentParser(prog="purelr", description="Logistic regression that runs anywhere Python runs.")
    parser.add_argument("--version", action="version", version=f"purelr {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name in COMMANDS:
        command = import_module(f".commands.{name}", __package__)
        text = f"{command.HELP[0].upper()}{command.HELP[1:]}."
        sub = commands.add_parser(name, help=command.HELP, description=text, epilog=f"example: {command.EXAMPLE}")
        command.add_options(sub)
        sub.set_defaults(run=command.run)
    return parser
