"""purelr as one file for MicroPython: `python -m purelr.micropython -o purelr_micro.py`.

The same source files, cut, in one namespace: left out are what the public names below do not reach, and what only a
reader or a type checker needs. Nothing else is changed. (Together they are 62 kB. Compiled one by one the files are
half as large again, and a board would have to be given 45 of them.) The sources keep to what MicroPython can read;
where they do not, the build says so. What differs on a board is in `lacking.py` and `choices.py`.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from .cuts import BuildError
from .linker import Linker

# What is there to use: the names, and of each class the methods.
PUBLIC: dict[str, dict[str, list[str]]] = {
    "model": {"LogisticRegression": ["fit", "predict_proba", "predict", "save"]},
    "textbook": {"LR": ["fit", "predict_proba", "predict", "save"]},
    "data.scaler": {"StandardScaler": ["fit", "transform"]},
    "loading": {"load": []},
    "solvers.coordinate_descent": {"CoordinateDescent": []},
    "solvers.gradient_descent": {"GradientDescent": []},
    "solvers.lbfgs": {"LBFGS": []},
    "solvers.newton": {"Newton": []},
}


def build() -> str:
    """The text of purelr_micro.py: the same bytes from the same sources, whatever builds it."""
    return Linker(PUBLIC).text()


def main(arguments: list[str] | None = None) -> int:
    """Write the file that the command line names."""
    parser = argparse.ArgumentParser(
        prog="python -m purelr.micropython", description="purelr as one file for MicroPython"
    )
    parser.add_argument("-o", "--output", default="purelr_micro.py", help="the file to write (default: %(default)s)")
    output = Path(parser.parse_args(arguments).output)
    try:
        output.write_bytes(build().encode())
    except (BuildError, OSError) as error:
        parser.exit(1, f"{parser.prog}: {error}\n")
    return 0
