"""The command line: `purelr`, or `python -m purelr`. The only file of the library that prints."""

from __future__ import annotations

import os
import sys
import warnings

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code: 0 done, 1 failed, 2 wrongly called."""
    options = _parser().parse_args(arguments)
    warnings.showwarning = _plain_warning
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except KeyboardInterrupt:
        print("purelr: interrupted", file=sys.stderr)
        return 130
    except BrokenPipeError:  # the reader has gone, as in `purelr demo | head`; nothing is left to be said to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except (ValueError, ImportError) as error:
        print(f"purelr: {error}", file=sys.stderr)
        return 1
    return code


def _plain_warning(message: Warning | str, *_: object, **__: object) -> None:
    print(f"purelr: warning: {message}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    import argparse

    from . import __version__

    parser = argparse.ArgumentParser(prog="purelr", description="Logistic regression that runs anywhere Python runs.")
    parser.add_argument("--version", action="version", version=f"purelr {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    demo = commands.add_parser(
        "demo",
        help="train on the Breast Cancer data with every backend that is here, and compare them",
        description="Train on the Breast Cancer data with every backend that is here, and compare them.",
        epilog="example: python -m purelr demo --epochs 50",
    )
    demo.add_argument("--epochs", type=int, default=200, help="passes over the data (default: 200)")
    demo.add_argument("--learning-rate", type=float, default=0.7, help="the factor on the gradient (default: 0.7)")
    demo.set_defaults(run=_demo)
    return parser


def _demo(options: argparse.Namespace) -> int:
    from .demo import demo

    for text in demo(options.epochs, options.learning_rate, _heading):
        print(text, flush=True)
    return 0


def _heading(text: str) -> str:
    """Bold on a terminal, plain elsewhere (and where the user asked for no colour: no-color.org)."""
    dressed = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return f"\x1b[1m{text}\x1b[0m" if dressed else text
