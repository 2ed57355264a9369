"""Solvers: each is a small object with its own options, and `solve` is a pure function of objective and start.

They see p numbers at a time and never a row. What they return is a `Result` with a trace; nothing here prints or warns.
"""

from __future__ import annotations

from .coordinate_descent import CoordinateDescent
from .gradient_descent import GradientDescent
from .lbfgs import LBFGS
from .newton import Newton
from .newton_cg import NewtonCG

SOLVERS = {solver.name: solver for solver in (Newton, NewtonCG, LBFGS, CoordinateDescent, GradientDescent)}
