"""From a problem to its result: a solver is run, and once more where the coordinates were bad ones.

Coordinates are chosen by the moments of all rows, before anything is known of the fit. One row far out, at 1e9 beside
others in −1..1, makes them all but one number in these coordinates, and costs nine digits. At the optimum such a row is
certain, ŷ (1 − ŷ) being 0, and has no say: the moments of the rows by what information they have are good coordinates.
"""

from __future__ import annotations

from math import isfinite

from ..basics.errors import refuse
from ..objective.coordinates import well_conditioned
from .problem import telling

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ..solvers.result import Record, Result
    from .options import Options
    from .problem import Problem

# In good coordinates no coefficient is that large, and no fit that long. Others must be better by that factor to count.
LARGE, LONG = 1e3, 50
TIMES = 10


def solved(problem: Problem, solver: Any, start: list[float], options: Options) -> tuple[Problem, Result]:
    """The result, and the problem in the coordinates that it is in."""
    # A solver that remembers nothing loses nothing where it is stopped to look at the coordinates.
    first = min(LONG, options.max_iter) if getattr(solver, "forgetful", False) else options.max_iter
    result = _solve(problem, solver, start, options, first, None)
    for _ in range(TIMES):
        left = options.max_iter - result.n_iter
        if left <= 0 or not solver.own_coordinates or result.stopped:
            break
        better = _in_better_coordinates(problem, result, options)
        if better is not None:
            start = better.inward(_flat(problem, result.coef))
            problem, result = better, _solve(better, solver, start, options, left, result)
        elif result.n_iter == first:  # stopped before its last digits, if not before its end
            result = _solve(problem, solver, result.coef, options, left, result)
        else:
            break
    if not isfinite(result.objective):
        wanted, remedy = (
            "such that sums over them are within the range of a float",
            "Scale the columns, or the weights.",
        )
        refuse("X and sample_weight", wanted, f"an objective of {result.objective}", remedy)
    return problem, result


def _solve(
    problem: Problem, solver: Any, start: list[float], options: Options, most: int, before: Result | None
) -> Result:
    """The solver's result after at most so many steps, which are counted on from those of the result before."""
    xp, done = problem.data.xp, 0 if before is None else before.n_iter
    callback = _counted(telling(problem, options.callback), done)
    result: Result = solver.solve(problem.objective, xp.asvector(start, "start"), options.tol, most, callback)
    if before is not None:
        for record in result.trace:
            record.iteration += 0 if callback else done
        said = f": {result.n_iter} iterations"
        result.start, result.trace = before.start, before.trace + result.trace
        result.n_iter = len(result.trace)
        for name in ("message", "warning"):
            text = getattr(result, name).replace(said, f": {result.n_iter} iterations")
            setattr(result, name, text.replace(f"max_iter is {most}:", f"max_iter is {options.max_iter}:"))
    return result


def _counted(callback: Callable[[Record], object] | None, done: int) -> Callable[[Record], object] | None:
    if callback is None or not done:
        return callback

    def counted(record: Record) -> object:
        record.iteration += done
        return callback(record)

    return counted


def _flat(problem: Problem, coef: list[float]) -> list[float]:
    """The coefficients of the user's columns."""
    return [v for part in problem.sets_of(coef) for v in problem.coordinates.outward(part)]


def _in_better_coordinates(problem: Problem, result: Result, options: Options) -> Problem | None:
    """The problem in the coordinates of the rows that have information, or None where these are no better."""
    held = options.standardize and problem.penalised  # the penalty acts on the scaled columns
    if held or options.firth:
        return None
    if result.n_iter < LONG and max(map(abs, result.coef)) < LARGE:
        return None
    moments = problem.informative_moments(result.coef)
    if moments is None:
        return None
    ridge, old = options.strength * (1.0 - options.l1_ratio) / problem.data.total, problem.coordinates
    new = well_conditioned(moments, problem.intercept, ridge)
    for j, deviation in enumerate(moments[1]):
        if deviation == 0.0:  # it varies only where nothing is to be learnt
            new.shift[j], new.scale[j] = old.shift[j], old.scale[j]
    finer = any([a * LARGE < b for a, b in zip(new.scale, old.scale)])
    return problem.in_coordinates(new) if finer else None
