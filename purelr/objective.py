"""The mathematics of logistic regression, once, for every backend and every solver.

Throughout:
  X   the design matrix, n × p, one row a case; its first column is all ones where there is an intercept
  y   the target, n numbers in [0, 1]; for K classes y₁ … yₖ, one such vector a class
  s   each row's share of the total weight, n numbers that add up to 1: 1/n without weights
  w   the coefficients, p numbers ("coef"), the intercept first; for K classes one such vector a class, end to end
  η   = X w, the log-odds ("eta")
  ŷ   = σ(η) = 1 / (1 + e⁻ᶯ), the probability of class 1 ("proba"); for K classes ŷₖ = e^ηₖ / Σⱼ e^ηⱼ

The objective is the weighted mean of the cross-entropy, plus a penalty:

  F(w)     = −Σ s [y ln ŷ + (1 − y) ln(1 − ŷ)]  +  Σⱼ ridgeⱼ wⱼ² / 2  +  Σⱼ lassoⱼ |wⱼ|
  ∂F/∂w    = Xᵀ s (ŷ − y)                       +  ridge · w          (the lasso has no gradient where wⱼ = 0)
  ∂²F/∂w²  = Xᵀ diag(s ŷ (1 − ŷ)) X             +  diag(ridge)

and for K classes −Σ s Σₖ yₖ ln ŷₖ, with the gradient Xᵀ s (ŷₖ − yₖ) for class k and the Hessian
Xᵀ diag(s ŷₖ (δₖₗ − ŷₗ)) X for classes k and l. Because each of them is a sum over rows, each is computed block by
block, and it does not matter who holds the blocks.

T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2009, section 4.4; for K classes
D. Böhning, "Multinomial logistic regression algorithm", Ann. Inst. Statist. Math. 44 (1992).
"""

from __future__ import annotations

from math import copysign, isfinite

from .backends.blocks import add_up

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .backends.base import Backend, Matrix, Vector


def forward(xp: Backend, X: Matrix, y: Vector, coef: Vector) -> tuple[Vector, Vector, Vector]:
    """From inputs to log-odds, loss and probability, one of each a row."""
    eta = X @ coef
    loss, proba = xp.cross_entropy(eta, y)
    return eta, loss, proba


def log_odds(xp: Backend, X: Matrix, coef: Vector) -> Vector:
    """η = X w for prediction, finite whatever X holds: a row whose sum overflows gets ±1e308, the sign being right."""
    eta = X @ coef
    overflow = (eta - eta) @ (eta - eta)  # 0 unless a log-odds is inf or nan
    if overflow == 0.0:
        return eta
    scaled = xp.tolist(X @ (2.0**-1000 * coef))
    return xp.asvector([z if isfinite(z) else copysign(1e308, small) for z, small in zip(xp.tolist(eta), scaled)])


class Objective:
    """F for one data set, without its loss: `at(coef)` evaluates F, and the subclasses say what the loss is."""

    def __init__(self, xp: Backend, ridge: list[float], lasso: list[float] | None = None) -> None:
        self.xp = xp
        self.ridge = xp.asvector(ridge)
        self.ridge_matrix = self.diagonal(ridge)
        self.lasso = lasso  # None where there is none
        self.size = len(ridge)

    def at(self, coef: Vector) -> Point:
        """F and its gradient at `coef`, from one pass over the rows."""
        loss, gradient, probas = self._pass(coef)
        return Point(self, coef, loss, gradient, probas)

    def split(self, coef: Vector) -> list[Vector]:
        """The coefficients of each class that has some."""
        return [coef]

    def _pass(self, coef: Vector) -> tuple[float, Vector, Any]:
        """The mean loss, its gradient, and the probabilities that the Hessian needs."""
        raise NotImplementedError

    def _curvature(self, probas: Any) -> Matrix:
        """The Hessian of the mean loss."""
        raise NotImplementedError

    def diagonal(self, values: list[float]) -> Matrix:
        """The diagonal matrix of these values."""
        size = range(len(values))
        return self.xp.asmatrix([[values[i] if i == j else 0.0 for j in size] for i in size])


class Point:
    """F evaluated at one `coef`.

    value          F
    gradient       of all but the lasso
    gradient_norm  the largest entry, in size, of the smallest subgradient: 0 at the optimum and only there
    """

    def __init__(self, objective: Objective, coef: Vector, loss: float, gradient: Vector, probas: Any) -> None:
        shrunk = objective.ridge * coef
        self.objective = objective
        self.coef = coef
        self.gradient = gradient + shrunk
        self.probas = probas
        slopes = objective.xp.tolist(self.gradient)
        penalty = 0.5 * float(shrunk @ coef)
        if objective.lasso is not None:
            w = objective.xp.tolist(coef)
            penalty += sum([t * abs(v) for t, v in zip(objective.lasso, w)])
            slopes = [_subgradient(g, v, t) for g, v, t in zip(slopes, w, objective.lasso)]
        self.value = float(loss) + penalty
        self.gradient_norm = max([abs(g) for g in slopes])

    def hessian(self) -> Matrix:
        """∂²F/∂w², a p × p matrix, without the lasso."""
        return self.objective._curvature(self.probas) + self.objective.ridge_matrix


def _subgradient(slope: float, w: float, lasso: float) -> float:
    """The entry smallest in size of slope + lasso · ∂|w|, where ∂|w| is sign(w), and all of [−1, 1] at w = 0."""
    if w != 0.0:
        return slope + copysign(lasso, w)
    return copysign(max(abs(slope) - lasso, 0.0), slope)


class Logistic(Objective):
    """Two classes."""

    def __init__(
        self, xp: Backend, X: Matrix, y: Vector, share: Vector, ridge: list[float], lasso: list[float] | None = None
    ) -> None:
        super().__init__(xp, ridge, lasso)
        self.blocks = list(xp.blocks(X, y, share))

    def _pass(self, coef: Vector) -> tuple[float, Vector, list[Vector]]:
        sums, probas = [], []
        for X, y, s in self.blocks:
            _, loss, proba = forward(self.xp, X, y, coef)
            sums.append((s @ loss, X.T @ (s * (proba - y))))
            probas.append(proba)
        loss, gradient = add_up(sums)
        return loss, gradient, probas

    def _curvature(self, probas: list[Vector]) -> Matrix:
        return add_up([(self.xp.gram(X, s * proba * (1.0 - proba)),) for (X, _, s), proba in zip(self.blocks, probas)])[
            0
        ]


class Multinomial(Objective):
    """K classes: `ys` has one vector a class, and the coefficients lie end to end, one set for each class in `ys`.

    With `baseline` there is one more class, the first, whose coefficients are 0 and not among the others. Without it
    any vector can be added to the coefficients of all classes and the probabilities stay. A ridge makes them unique,
    with the sum over the classes 0 in every column; but where the ridge is small, that is a flat valley. So in the
    columns `pinned` there is a term (Σₖ wₖⱼ)² / 2 besides, which is 0 at the optimum and makes the valley round.
    """

    def __init__(
        self,
        xp: Backend,
        X: Matrix,
        ys: list[Vector],
        share: Vector,
        ridge: list[float],
        lasso: list[float] | None = None,
        baseline: bool = False,
        pinned: Sequence[int] = (),
    ) -> None:
        super().__init__(xp, ridge, lasso)
        self.baseline = baseline
        self.classes = len(ys) - baseline
        self.width = len(ridge) // self.classes
        self.blocks = [(block[0], block[1], list(block[2:])) for block in xp.blocks(X, share, *ys)]
        self.pinned = pinned

    def split(self, coef: Vector) -> list[Vector]:
        """One vector of coefficients a class, the baseline's left out."""
        flat = self.xp.tolist(coef)
        return [self.xp.asvector(flat[k * self.width : (k + 1) * self.width]) for k in range(self.classes)]

    def forward(self, X: Matrix, ys: list[Vector], coefs: list[Vector]) -> tuple[Vector, list[Vector]]:
        """From inputs to each row's loss and its probability of each class, the baseline's first where there is one."""
        etas = [X @ coef for coef in coefs]
        if self.baseline:
            etas.insert(0, 0.0 * etas[0])
        return self.xp.softmax(etas, ys)

    def _pass(self, coef: Vector) -> tuple[float, Vector, list[list[Vector]]]:
        coefs = self.split(coef)
        sums, all_probas = [], []
        for X, s, ys in self.blocks:
            loss, probas = self.forward(X, ys, coefs)
            free = list(zip(probas, ys))[self.baseline :]
            sums.append((s @ loss, *[X.T @ (s * (proba - y)) for proba, y in free]))
            all_probas.append(probas[self.baseline :])
        loss, *gradients = add_up(sums)
        gradient = [g for part in gradients for g in self.xp.tolist(part)]
        for j, total in self._totals(coefs):
            loss += 0.5 * total * total
            for k in range(self.classes):
                gradient[k * self.width + j] += total
        return loss, self.xp.asvector(gradient), all_probas

    def _totals(self, coefs: list[Vector]) -> list[tuple[int, float]]:
        """The pinned columns, each with the sum of its coefficients over the classes."""
        columns = list(zip(*[self.xp.tolist(coef) for coef in coefs]))
        return [(j, sum(columns[j])) for j in self.pinned]

    def _curvature(self, probas: list[list[Vector]]) -> Matrix:
        pairs = [(k, m) for k in range(self.classes) for m in range(k + 1)]
        sums = []
        for (X, s, _), ps in zip(self.blocks, probas):
            sums.append(tuple([self.xp.gram(X, s * ps[k] * ((1.0 if k == m else 0.0) - ps[m])) for k, m in pairs]))
        grams = {pair: self.xp.tolist(gram) for pair, gram in zip(pairs, add_up(sums))}
        rows = []
        for k in range(self.classes):
            parts = [grams[max(k, m), min(k, m)] for m in range(self.classes)]
            rows.extend([[value for part in parts for value in part[j]] for j in range(self.width)])
        for j in self.pinned:
            for k in range(self.classes):
                for m in range(self.classes):
                    rows[k * self.width + j][m * self.width + j] += 1.0
        return self.xp.asmatrix(rows)
