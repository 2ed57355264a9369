"""The mathematics of logistic regression, once, for every backend and every solver.

Throughout:
  X   the design matrix, n × p, one row a case; its first column is all ones where there is an intercept
  y   the target, n numbers in [0, 1]
  s   each row's share of the total weight, n numbers that add up to 1: 1/n without weights
  w   the coefficients, p numbers ("coef"); the intercept comes first
  η   = X w, the log-odds ("eta")
  ŷ   = σ(η) = 1 / (1 + e⁻ᶯ), the probability of class 1 ("proba")

The objective is the weighted mean of the cross-entropy, plus a penalty:

  F(w)     = −Σ s [y ln ŷ + (1 − y) ln(1 − ŷ)]  +  Σⱼ ridgeⱼ wⱼ² / 2
  ∂F/∂w    = Xᵀ s (ŷ − y)                       +  ridge · w
  ∂²F/∂w²  = Xᵀ diag(s ŷ (1 − ŷ)) X             +  diag(ridge)

with ridgeⱼ = 1 / (C · total weight), and 0 for the intercept. Because each of them is a sum over rows, each is computed
block by block, and it does not matter who holds the blocks.

T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning, 2009, section 4.4.
"""

from __future__ import annotations

from math import copysign, isfinite

from .backends.blocks import add_up

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    """F for one data set: `at(coef)` evaluates it."""

    def __init__(self, xp: Backend, X: Matrix, y: Vector, share: Vector, ridge: list[float]) -> None:
        self.xp = xp
        self.blocks = list(xp.blocks(X, y, share))
        self.ridge = xp.asvector(ridge)
        self.ridge_diagonal = ridge

    def at(self, coef: Vector) -> Point:
        """F and its gradient at `coef`, from one pass over the rows."""
        value, gradient = add_up(self._pass(coef))
        penalty = 0.5 * ((self.ridge * coef) @ coef)
        return Point(self, coef, float(value + penalty), gradient + self.ridge * coef)

    def _pass(self, coef: Vector) -> list[tuple[float, Vector]]:
        sums = []
        for X, y, s in self.blocks:
            _, loss, proba = forward(self.xp, X, y, coef)
            sums.append((s @ loss, X.T @ (s * (proba - y))))
        return sums

    def hessian(self, coef: Vector) -> Matrix:
        """∂²F/∂w² at `coef`, a p × p matrix."""
        sums = []
        for X, y, s in self.blocks:
            _, _, proba = forward(self.xp, X, y, coef)
            sums.append((self.xp.gram(X, s * proba * (1.0 - proba)),))
        return add_up(sums)[0] + self._ridge_matrix()

    def _ridge_matrix(self) -> Matrix:
        ridge = self.ridge_diagonal
        return self.xp.asmatrix([[r if i == j else 0.0 for j in range(len(ridge))] for i, r in enumerate(ridge)])


class Point:
    """F evaluated at one `coef`: `value`, `gradient`, and `gradient_norm`, the gradient's largest entry in size."""

    def __init__(self, objective: Objective, coef: Vector, value: float, gradient: Vector) -> None:
        self.coef = coef
        self.value = value
        self.gradient = gradient
        self.gradient_norm = max([abs(g) for g in objective.xp.tolist(gradient)])
