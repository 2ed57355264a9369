"""What `fit` minimises: from the user's data and options to an objective, its coordinates and a start."""

from __future__ import annotations

from math import log

from ..backends.blocks import add_up
from ..backends.registry import choose
from ..basics.errors import brief, refuse
from ..inputs import arrays
from ..objective import coordinates as systems
from ..objective.logistic import Logistic
from ..objective.multinomial import Multinomial
from .data import Data, MemoryRows, in_memory, sample_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from ..backends.base import Backend
    from ..objective.coordinates import Coordinates
    from ..objective.logistic import Objective
    from ..solvers.progress import Callback
    from ..solvers.result import Record
    from .options import Options


def set_up(
    model: Any, X: Any, y: Any, sample_weight: Any, options: Options, offset: Any = None
) -> tuple[Problem, Any, list[float]]:
    """What a model is to minimise, with what solver, and from where."""
    data = data_of(choose(model.backend, X), X, y, sample_weight, offset, options)
    if data.encoding is not None and data.encoding.design is not None:
        options.fit_intercept = data.encoding.design.intercept
    sets = 1 if len(data.classes) == 2 else len(data.classes)
    solver = options.chosen_solver(sets * (data.columns + options.fit_intercept), sets)
    with data.xp.quiet():
        problem = Problem(data, options, solver.own_coordinates)
    if options.warm_start and hasattr(model, "coef_"):
        problem.objective.sample = None  # its optimum would be a step back
        return problem, solver, problem.inward(_warm(model, problem))
    if hasattr(solver, "starting_point"):
        return problem, solver, problem.inward(solver.starting_point(problem.sets * problem.width))
    return problem, solver, problem.start()


def data_of(xp: Backend, X: Any, y: Any, sample_weight: Any, offset: Any, options: Options) -> Data:
    """What is to be fitted: rows in memory, a file that is to be read, or what says itself how it is."""
    kind = type(X)  # and not X, as a pandas frame has its columns as attributes
    if not hasattr(kind, "as_data") and not hasattr(kind, "source"):
        return in_memory(xp, X, y, sample_weight, offset, options)
    if hasattr(kind, "as_data"):
        if offset is not None:
            refuse("offset", "None for rows on disk, which have their own", brief(offset))
        data: Data = X.as_data(xp, options)
        return data
    from .scanning import scanned  # which no fit in memory needs

    return scanned(xp, X, y, sample_weight, offset, options)


def _warm(model: Any, problem: Problem) -> list[float]:
    """The coefficients of the last fit, as the start of the next."""
    coefs = [list(row) for row in arrays.listed(model.coef_, "coef_")]
    if len(coefs[0]) != problem.data.columns:
        got = f"{problem.data.columns} columns"
        refuse("X", f"of {len(coefs[0])} columns, as in the fit before (warm_start)", got, "Make a new model.")
    if arrays.listed(model.classes_, "classes_") != problem.data.classes:
        got = f"{problem.data.classes}"
        refuse("y", f"of the classes {model.classes_}, as in the fit before (warm_start)", got, "Make a new model.")
    return problem.flat(arrays.listed(model.intercept_, "intercept_"), coefs)


def baseline_of(options: Options, classes: list[Any], penalised: bool, own_coordinates: bool) -> int | None:
    """Which class has coefficients of 0: one of three or more where there is no penalty to make all of them unique.
    The textbook's gradient descent has coefficients for all of them, unless it is told otherwise."""
    if options.baseline is not None and options.baseline not in classes:
        refuse("baseline", "a class of y", brief(options.baseline), f"It has {brief(classes)}.")
    if options.baseline is not None and (penalised or len(classes) == 2):
        remedy = "It is for three classes or more without a penalty (C=inf)."
        refuse("baseline", "None", brief(options.baseline), remedy)
    if options.firth and len(classes) > 2:
        refuse("y", "of two classes with firth=True", f"{len(classes)}", "Leave firth out, or set C.")
    if len(classes) == 2 or penalised or (options.baseline is None and not own_coordinates):
        return None
    return 0 if options.baseline is None else classes.index(options.baseline)


def telling(problem: Problem, callback: Callback | None) -> Callback | None:
    """The callback, told the coefficients of the user's columns rather than of the solver's."""
    if callback is None:
        return None

    def told(record: Record) -> object:
        record.intercept, record.coef = problem.outward(problem.data.xp.tolist(record.coef))
        return callback(record)

    return told


class Problem:
    """An objective over flat coefficients: for each free class one set, the intercept first, end to end.

    There is one set for two classes, K − 1 with a baseline, and K otherwise.
    """

    def __init__(self, data: Data, options: Options, own_coordinates: bool) -> None:
        self.data = data
        self.intercept: bool = options.fit_intercept
        self.width: int = data.columns + self.intercept
        self.penalised: bool = options.strength > 0.0
        self.options = options
        self.baseline: int | None = baseline_of(options, data.classes, self.penalised, own_coordinates)
        self.sets: int = 1 if len(data.classes) == 2 else len(data.classes) - (self.baseline is not None)
        self.order: list[int] = list(range(len(data.classes)))
        if self.baseline is not None:  # the baseline is the first among the classes of the objective
            self.order.insert(0, self.order.pop(self.baseline))
        sample = sample_of(data) if own_coordinates and not options.firth else None
        self.coordinates: Coordinates = self._coordinates(options, own_coordinates, sample or data)
        self.objective: Objective = self._objective(options, own_coordinates, data)
        self.objective.lean = data.lean
        if sample is not None:
            self.objective.sample = self._objective(options, own_coordinates, sample)

    def _coordinates(self, options: Options, own: bool, typical: Data) -> Coordinates:
        """The solver's coordinates. What makes them good ones can be read off typical rows; a scale that the penalty is
        to act in cannot."""
        if options.standardize:
            return systems.standard(self.data.moments(), self.intercept)
        if own:
            ridge = options.strength * (1.0 - options.l1_ratio) / self.data.total
            return systems.well_conditioned(typical.moments(), self.intercept, ridge)
        return systems.as_given(self.intercept, self.data.columns)

    def _objective(self, options: Options, own: bool, data: Data) -> Objective:
        xp, strength = data.xp, options.strength / self.data.total
        # The penalty is on the user's coefficients, w' / d, or with `standardize` on those of the scaled columns, w'.
        sizes = [1.0] * data.columns if options.standardize else self.coordinates.scale
        ridge = self._each_set([min(strength * (1.0 - options.l1_ratio) / d / d, 1e300) for d in sizes])
        lasso = self._each_set([min(strength * options.l1_ratio / d, 1e300) for d in sizes]) if options.lasso else None
        if options.firth:
            from ..objective.firth import Firth

            return Firth(xp, data.blocks(self.coordinates, [0]), data.total, self.width, self.coordinates.scale)
        if len(data.classes) == 2:
            return Logistic(xp, data.blocks(self.coordinates, [0]), ridge, lasso)
        held = self.baseline is not None
        blocks = data.blocks(self.coordinates, self.order[held:])
        return Multinomial(xp, blocks, self.sets, ridge, lasso, held, self._pinned(options, own))

    def _pinned(self, options: Options, own: bool) -> Sequence[int]:
        """The columns whose coefficients the objective pulls to a sum of 0, where coordinates are free."""
        if self.baseline is not None or not own:
            return []
        # With a lasso the sum need not be 0; in the intercepts, which are not penalised, it always can.
        return range(int(self.intercept)) if options.lasso else range(self.width)

    def _each_set(self, values: list[float]) -> list[float]:
        return ([0.0] * self.intercept + values) * self.sets

    def start(self) -> list[float]:
        """No slopes, and the intercepts that are best without them: the log-odds of the classes' shares, less the mean
        of an offset."""
        start = [0.0] * (self.width * self.sets)
        if self.intercept:
            logs = [log(max(share, 1e-300)) for share in self.class_shares()]
            zero = sum(logs) / len(logs) if len(logs) == self.sets else logs[0]
            zero += self._mean_offset()
            for k, value in enumerate(logs[-self.sets :]):
                start[k * self.width] = value - zero
        return start

    def _mean_offset(self) -> float:
        return sum([rows.mean(rows.offset) for rows in self.objective.blocks if rows.offset is not None])

    def class_shares(self) -> list[float]:
        """Each class's share of the weights, in the order of the classes of the objective."""
        shares = list(add_up([tuple(map(rows.mean, rows.ys)) for rows in self.objective.blocks]))
        if self.sets == 1 or self.baseline is not None:
            shares.insert(0, 1.0 - sum(shares))
        return shares

    def inward(self, coef: list[float]) -> list[float]:
        """Flat coefficients of the user's columns as the solver's."""
        return [v for part in self.sets_of(coef) for v in self.coordinates.inward(part)]

    def outward(self, coef: list[float]) -> tuple[list[float], list[list[float]]]:
        """The solver's flat coefficients as intercepts and coefficients: one of each for two classes, or K."""
        sets = [self.coordinates.outward(part) for part in self.sets_of(coef)]
        for part in sets:
            self._check_range(part)
        if self.baseline is not None:
            sets.insert(self.baseline, [0.0] * self.width)
        intercepts = [part[0] if self.intercept else 0.0 for part in sets]
        return intercepts, [part[self.intercept :] for part in sets]

    def _check_range(self, part: list[float]) -> None:
        """Refuse columns so small, or so far from 0, that what stands before them is beyond the range of a float."""
        for j, v in enumerate(part):
            if v - v != 0.0:
                what = "the intercept" if j < self.intercept else f"that of {self.data.name(j - self.intercept)}"
                remedy = "Multiply its column by a power of ten." if j >= self.intercept else "Shift the columns."
                refuse("X", "of columns whose coefficients are within the range of a float", what, remedy)

    def flat(self, intercepts: list[float], coefs: list[list[float]]) -> list[float]:
        """The reverse of `outward`, in the user's columns: what a warm start begins with."""
        sets = [[b] * self.intercept + w for b, w in zip(intercepts, coefs)]
        if self.baseline is not None:
            held = sets.pop(self.baseline)  # not 0 after a fit with a penalty
            sets = [[v - b for v, b in zip(part, held)] for part in sets]
        return [v for part in sets for v in part]

    def identified(self, coef: list[float]) -> tuple[Problem, list[float]]:
        """The problem and coefficients of it, with as many as the rows tell apart. Where each class has its own without
        a penalty, only their differences are: they are told against the first class."""
        if self.baseline is not None or self.sets == 1:
            return self, coef
        first, *others = self.sets_of(coef)
        same = self._copy()
        same.baseline, same.sets = 0, self.sets - 1
        same.objective = same._objective(self.options, True, self.data)
        return same, [v - b for part in others for v, b in zip(part, first)]

    def informative_moments(self, coef: list[float]) -> tuple[list[float], list[float]] | None:
        """Each column's mean and deviation, every row by Σₖ ŷₖ (1 − ŷₖ); None where no row has any of that, and for
        rows on disk."""
        source = self.data.source
        if not isinstance(source, MemoryRows):
            return None
        xp, objective, place = self.data.xp, self.objective, self.data.xp.asvector(coef)
        weights = [weight for rows in objective.blocks for weight in xp.tolist(objective.information(rows, place))]
        total = sum(weights)
        if not total > 0.0:
            return None
        return source.moments(xp.asvector([weight / total for weight in weights]))

    def in_coordinates(self, coordinates: Coordinates) -> Problem:
        """The same problem in other coordinates of the solver's, without a sample to begin on."""
        same = self._copy()
        same.coordinates = coordinates
        same.objective = same._objective(self.options, True, self.data)
        same.objective.lean = self.data.lean
        return same

    def _copy(self) -> Problem:
        same = Problem.__new__(Problem)
        same.__dict__.update(self.__dict__)
        return same

    def sets_of(self, coef: list[float]) -> list[list[float]]:
        return [coef[k * self.width : (k + 1) * self.width] for k in range(self.sets)]
