"""What `fit` minimises: from the user's data and options to an objective, its coordinates and a start."""

from __future__ import annotations

from math import log

from . import coordinates as systems
from . import inputs
from .errors import brief, refuse
from .labels import encode, probabilities
from .objective import Logistic, Multinomial
from .weights import class_weights, sample_weights

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .backends.base import Backend
    from .coordinates import Coordinates
    from .objective import Objective
    from .options import Options


class Data:
    """Rows, targets and weights, checked.

    classes  the labels, sorted
    targets  for two classes the n values of y, for K classes K lists of n zeros and ones
    share    each row's part of the total weight
    """

    def __init__(self, xp: Backend, X: Any, y: Any, sample_weight: Any, options: Options) -> None:
        self.xp = xp
        self.names = inputs.column_names(X)
        self.X = xp.asmatrix(X)
        self.rows, self.columns = self.X.shape
        weights = sample_weights(sample_weight, self.rows)
        if options.soft:
            self.classes: list[Any] = [0, 1]
            self.targets = [probabilities(y, self.rows)]
        else:
            self.classes, codes = encode(y, self.rows, weights)
            factors = class_weights(options.class_weight, self.classes, codes, weights)
            weights = [weight * factors[code] for weight, code in zip(weights, codes)]
            seconds = range(1, 2) if len(self.classes) == 2 else range(len(self.classes))
            self.targets = [[1.0 if code == k else 0.0 for code in codes] for k in seconds]
        self.total = sum(weights)
        self.weights = weights
        self.share = xp.asvector([weight / self.total for weight in weights])

    def name(self, column: int) -> str:
        """A column as messages name it."""
        return repr(self.names[column]) if self.names else f"column {column}"


class Problem:
    """An objective over flat coefficients: for each free class one set, the intercept first, end to end.

    There is one set for two classes, K − 1 with a baseline, and K otherwise.
    """

    def __init__(self, data: Data, options: Options, own_coordinates: bool) -> None:
        self.data = data
        self.intercept = options.fit_intercept
        self.width = data.columns + self.intercept
        self.penalised = options.strength > 0.0
        self.baseline = self._baseline(options)
        self.sets = 1 if len(data.classes) == 2 else len(data.classes) - (self.baseline is not None)
        self.order = list(range(len(data.classes)))
        if self.baseline is not None:  # the baseline is the first among the classes of the objective
            self.order.insert(0, self.order.pop(self.baseline))
        self.coordinates = self._coordinates(options, own_coordinates)
        self.objective = self._objective(options, own_coordinates)

    def _baseline(self, options: Options) -> int | None:
        classes = self.data.classes
        if options.baseline is not None and options.baseline not in classes:
            refuse("baseline", "a class of y", brief(options.baseline), f"It has {brief(classes)}.")
        if options.baseline is not None and (self.penalised or len(classes) == 2):
            remedy = "It is for three classes or more without a penalty (C=inf)."
            refuse("baseline", "None", brief(options.baseline), remedy)
        if len(classes) == 2 or self.penalised:
            return None
        return 0 if options.baseline is None else classes.index(options.baseline)

    def _coordinates(self, options: Options, own: bool) -> Coordinates:
        data = self.data
        if options.standardize:
            return systems.standard(data.xp, data.X, data.share, self.intercept)
        if own:
            ridge = options.strength * (1.0 - options.l1_ratio) / data.total
            return systems.well_conditioned(data.xp, data.X, data.share, self.intercept, ridge)
        return systems.as_given(self.intercept, data.columns)

    def _objective(self, options: Options, own: bool) -> Objective:
        data, xp = self.data, self.data.xp
        strength = options.strength / data.total
        # The penalty is on the user's coefficients, w' / d, or with `standardize` on those of the scaled columns, w'.
        sizes = [1.0] * data.columns if options.standardize else self.coordinates.scale
        ridge = self._each_set([min(strength * (1.0 - options.l1_ratio) / d / d, 1e300) for d in sizes])
        lasso = self._each_set([min(strength * options.l1_ratio / d, 1e300) for d in sizes]) if options.lasso else None
        design = self.coordinates.design(xp, data.X)
        if len(data.classes) == 2:
            return Logistic(xp, design, xp.asvector(data.targets[0]), data.share, ridge, lasso)
        ys = [xp.asvector(data.targets[k]) for k in self.order]
        return Multinomial(
            xp, design, ys, data.share, ridge, lasso, self.baseline is not None, self._pinned(options, own)
        )

    def _pinned(self, options: Options, own: bool) -> Sequence[int]:
        """The columns whose coefficients the objective pulls to a sum of 0, where coordinates are free."""
        if self.baseline is not None or not own:
            return []
        # With a lasso the sum need not be 0; in the intercepts, which are not penalised, it always can.
        return range(int(self.intercept)) if options.lasso else range(self.width)

    def _each_set(self, values: list[float]) -> list[float]:
        return ([0.0] * self.intercept + values) * self.sets

    def start(self) -> list[float]:
        """No slopes, and the intercepts that are best without them: the log-odds of the classes' shares."""
        start = [0.0] * (self.width * self.sets)
        if self.intercept:
            shares = [sum([t * w for t, w in zip(target, self.data.weights)]) for target in self.data.targets]
            if len(self.data.classes) == 2:
                start[0] = log(max(shares[0], 1e-300) / max(self.data.total - shares[0], 1e-300))
            else:
                logs = [log(shares[k]) for k in self.order]
                zero = logs[0] if self.baseline is not None else sum(logs) / len(logs)
                start[:: self.width] = [value - zero for value in logs[self.baseline is not None :]]
        return start

    def inward(self, coef: list[float]) -> list[float]:
        """Flat coefficients of the user's columns as the solver's."""
        return [v for part in self._sets(coef) for v in self.coordinates.inward(part)]

    def outward(self, coef: list[float]) -> tuple[list[float], list[list[float]]]:
        """The solver's flat coefficients as intercepts and coefficients: one of each for two classes, or K."""
        sets = [self.coordinates.outward(part) for part in self._sets(coef)]
        if self.baseline is not None:
            sets.insert(self.baseline, [0.0] * self.width)
        intercepts = [part[0] if self.intercept else 0.0 for part in sets]
        return intercepts, [part[self.intercept :] for part in sets]

    def flat(self, intercepts: list[float], coefs: list[list[float]]) -> list[float]:
        """The reverse of `outward`, in the user's columns: what a warm start begins with."""
        sets = [[b] * self.intercept + w for b, w in zip(intercepts, coefs)]
        if self.baseline is not None:
            del sets[self.baseline]
        return [v for part in sets for v in part]

    def _sets(self, coef: list[float]) -> list[list[float]]:
        return [coef[k * self.width : (k + 1) * self.width] for k in range(self.sets)]
