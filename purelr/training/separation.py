"""When there is no answer: columns that are combinations of others, and classes that a plane separates.

Without a penalty the optimum is unique only if no column is a combination of the others, and exists only if the classes
overlap (A. Albert and J. A. Anderson, "On the existence of maximum likelihood estimates in logistic regression models",
Biometrika 71, 1984): no direction δ may have x · δ ≥ 0 for all rows of the second class, ≤ 0 for all of the first, and
not 0 for all rows. Such a δ is a proof of separation, and where there is one, the fit runs away along it.
"""

from __future__ import annotations

from math import exp, inf, sqrt

from ..backends.blocks import add_up
from ..basics.errors import SingularMatrixError, brief, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..backends.base import Backend, Vector
    from ..solvers.result import Result
    from .problem import Problem

# A margin counts as 0 below this part of the largest: what is left of directions that are not part of the separation.
NO_MARGIN, ROUNDING = 1e-6, 1e-13
# A fit that runs away stops before its log-odds are as large; a row far out has larger ones at an optimum.
CERTAIN = 60.0
# A column is named where the direction moves it by at least this part of what it moves the foremost one.
NAMED_FROM = 1e-4
# How many of Newton's steps are looked at, what moves no log-odds, and what of a gradient is rounding; D as parts of
# the curvature at w = 0.
STEPS, STANDS_STILL, ROUNDED = 4, 0.1, 1e-15
PARTS = (1e-5, 1e-7, 1e-9)
NAMED = 5


def refuse_collinear_columns(problem: Problem) -> float:
    """Raise the ValueError that names a column which is a combination of others, and these. Returns what gᵀ G⁻¹ g is at
    most for a g of no entry above 1, G being Σ s x xᵀ: Σ |G⁻¹|."""
    data, xp, p = problem.data, problem.data.xp, problem.width
    if p > data.rows:
        wanted = "of at least as many rows as coefficients, without a penalty (C=inf)"
        refuse("X", wanted, f"{data.rows} rows and {p} coefficients", "Drop columns, or set C.")
    (gram,) = add_up([(rows.gram(xp.full(rows.X.shape[0], 1.0)),) for rows in problem.objective.blocks])
    try:
        units = xp.asvector([float(i % (p + 1) == 0) for i in range(p * p)])  # end to end
        return float(sum(map(abs, xp.tolist(xp.solver(gram)(units)))))
    except SingularMatrixError as error:
        others = [_name(problem, i) for i in _explaining(xp, xp.tolist(gram), error.column)]
        constant = others in ([], ["the intercept"])
        what = "constant" if constant else f"a combination of {', '.join(others)}"
        wanted = "free of columns that are combinations of others, without a penalty (C=inf)"
        refuse("X", wanted, f"{_name(problem, error.column)}, which is {what}", "Drop it, or set C.")


def _explaining(xp: Backend, gram: list[list[float]], j: int) -> list[int]:
    """The earlier columns that column j is a combination of, from the normal equations."""
    if j == 0 or gram[j][j] <= 0.0:
        return []
    solve = xp.solver(xp.asmatrix([row[:j] for row in gram[:j]]))
    factors = xp.tolist(solve(xp.asvector(gram[j][:j])))
    sizes = [abs(f) * gram[i][i] ** 0.5 for i, f in enumerate(factors)]
    return [i for i, size in enumerate(sizes) if size > NAMED_FROM * max(sizes)]


def _name(problem: Problem, j: int) -> str:
    if problem.intercept and j == 0:
        return "the intercept"
    return problem.data.name(j - problem.intercept)


def separation(problem: Problem, result: Result, most: float) -> str:
    """The separation that a fit without a penalty has run into, in words; "" where the classes overlap. `most` is what
    `refuse_collinear_columns` has returned."""
    data, xp = problem.data, problem.data.xp
    coef = xp.asvector(result.coef)
    least = data.source.least_share()
    if data.in_memory and result.gradient_norm < least_gradient(problem, coef, least, most):
        return ""
    for direction, slack in _directions(problem, coef):
        lowest, largest = _margins(problem, direction)
        if largest > 0.0 and lowest >= -slack * largest and _growth(problem, coef, direction) <= 1e-3 * least:
            kind = "complete" if lowest > NO_MARGIN * largest else "quasi-complete"
            return _in_words(problem, kind, xp.tolist(direction))
    return ""


def least_gradient(problem: Problem, coef: Vector, least: float, most: float) -> float:
    """What the gradient's largest entry cannot be below if the classes are separated, however far the fit has come.

    Along a separation δ every row gains: a = x · (δ of its class − δ of another) ≥ 0, and −g · δ is the sum of s ŷ a
    over rows and other classes. Where |η| ≤ R it is at least ε Σ s a, with ε the least probability of a class that is
    not the row's: σ(−R), or e^−2R / K of K classes. And Σ s a ≥ √(Σ s² a²) ≥ √(min s · Σ s a²), which is √(min s) times
    the norm of δ by G = Σ s x xᵀ (of K classes, one of which has δ = 0, over √2K at most). But −g · δ is at most that
    norm times the norm of g by G⁻¹, and this at most the largest entry of g times √`most` for each set.
    """
    xp, objective, K = problem.data.xp, problem.objective, len(problem.data.classes)
    R = 0.0
    for rows in objective.blocks:
        for eta in objective.etas(rows, objective.split(coef)):
            R = max(R, *map(abs, xp.extremes(eta, 0.0 * eta + 1.0)))
    probability, part = (0.5 * exp(-R), 1.0) if K == 2 else (exp(-2.0 * R) / K, 2.0 * K)
    return probability * sqrt(least / (part * objective.sets * most))


def _directions(problem: Problem, coef: Vector) -> Iterator[tuple[Vector, float]]:
    """Where a fit that runs away may be heading, and what part of the largest margin counts as 0 there: along its
    coefficients w. Once all else has converged, along Newton's steps; each moves some log-odds by about 1, and one that
    moves all by less proves that the classes overlap. Too far out for such steps, along what is left of w without its
    part that has a curvature: (H + D)⁻¹ D w, twice, D small.
    """
    objective, xp = problem.objective, problem.data.xp
    yield coef, ROUNDING
    point = objective.at(coef)
    for k in range(STEPS):
        try:
            solve = xp.solver(point.hessian())
        except SingularMatrixError:
            break
        step = -solve(point.gradient)
        # Where the rounding of the gradient could hide a step along w, one that stands still proves nothing.
        if max(_reach(problem, step, coef), _reach(problem, solve(ROUNDED * coef), coef)) < STANDS_STILL:
            return
        if k == 0:
            yield coef, NO_MARGIN
        yield step, NO_MARGIN
        further = objective.at(point.coef + step)
        if not further.value <= point.value:
            break
        point = further
    hessian, level = point.hessian(), xp.tolist(objective.at(0.0 * coef).hessian())
    for part in PARTS:
        small = xp.asvector([part * row[i] for i, row in enumerate(level)])
        try:
            solve = xp.solver(hessian + xp.diagonal(small))
        except SingularMatrixError:  # beside a weight of 1e300 the others are none
            return
        yield solve(small * solve(small * point.coef)), NO_MARGIN


def _growth(problem: Problem, coef: Vector, direction: Vector) -> float:
    """By how much the loss grows along a direction: by none along a separation. Beside a value of 1e7 a margin of −1
    looks like 0, and does not to the loss."""
    return problem.objective.at(coef + direction).value - problem.objective.at(coef).value


def _reach(problem: Problem, step: Vector, coef: Vector) -> float:
    """The largest |x · step|, of the rows that are not certain at `coef`: where those go says nothing."""
    xp, objective = problem.data.xp, problem.objective
    largest = 0.0
    for rows in objective.blocks:
        moves = objective.linear_predictor(rows.X, objective.split(step))
        etas = objective.etas(rows, objective.split(coef))
        found = [xp.extremes(move, CERTAIN * CERTAIN - eta * eta) for move, eta in zip(moves, etas)]
        largest = max([largest] + [end for low, high in found for end in (-low, high)])
    return largest


def _margins(problem: Problem, coef: Vector) -> tuple[float, float]:
    """By how much x · w favours a row's own class over another, for all rows that count: the least, and the largest in
    size."""
    xp, objective = problem.data.xp, problem.objective
    lowest, highest = inf, -inf
    for rows in objective.blocks:
        etas, targets = objective.linear_predictor(rows.X, objective.split(coef)), rows.ys
        if len(etas) < len(problem.data.classes):  # the class that has no coefficients
            etas = [0.0 * etas[0]] + etas
            targets = [1.0 - sum(targets[1:], targets[0])] + targets
        for k, target in enumerate(targets):
            own = rows.shares() * target
            for m, eta in enumerate(etas):
                if m != k:
                    low, high = xp.extremes(etas[k] - eta, own)
                    lowest, highest = min(lowest, low), max(highest, high)
    return lowest, max(highest, -lowest)


def _in_words(problem: Problem, kind: str, direction: list[float]) -> str:
    largest = max(map(abs, direction))
    places = [j for j in range(len(direction)) if not (problem.intercept and j % problem.width == 0)]
    places = [j for j in places if abs(direction[j]) > NAMED_FROM * largest]
    places.sort(key=lambda j: -abs(direction[j]))
    said = ", ".join([_pull(problem, j, direction[j]) for j in places[:NAMED]])
    if len(places) > NAMED:
        said += f" and {len(places) - NAMED} more"
    firth = "or use Firth's bias reduction (firth=True), " if len(problem.data.classes) == 2 else ""
    return (
        f"y must overlap in X for coefficients without a penalty (C=inf) to exist; got {kind} separation by {said}: "
        "these coefficients grow for ever, and the ones reached mean nothing. "
        f"Set C, {firth}or drop the column."
    )


def _pull(problem: Problem, j: int, value: float) -> str:
    name = _name(problem, j % problem.width)
    if len(problem.data.classes) == 2:
        favoured = problem.data.classes[1 if value > 0.0 else 0]
        return f"{name} (larger values mean {brief(favoured)})"
    order = problem.order[problem.baseline is not None :]
    label = brief(problem.data.classes[order[j // problem.width]])
    return f"{name} (larger values mean {'more' if value > 0.0 else 'less'} of {label})"
