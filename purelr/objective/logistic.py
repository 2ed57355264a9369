"""The mathematics of logistic regression, once, for every backend and every solver.

Throughout:
  X   the design matrix, n × p, one row a case; its first column is all ones where there is an intercept
  y   the target, n numbers in [0, 1]; for K classes y₁ … yₖ, one such vector a class
  s   each row's share of the total weight, n numbers that add up to 1: 1/n without weights
  w   the coefficients, p numbers ("coef"), the intercept first; for K classes one such vector a class, end to end
  η   = X w + o, the log-odds ("eta"), with o an offset that is known, where there is one
  ŷ   = σ(η) = 1 / (1 + e⁻ᶯ), the probability of class 1 ("proba"); for K classes ŷₖ = e^ηₖ / Σⱼ e^ηⱼ
Rows come in blocks, and coefficients in sets: etas[b][k] are the log-odds of the rows of block b by the k-th set, as
many numbers as the block has rows; so are probas[b][k], and within a block ys[k], etas[k] and probas[k].

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

from ..backends.blocks import add_up
from .point import LossPoint

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from ..backends.base import Backend, Matrix, Vector
    from .point import Point

# The sum of ŷ − y has an error of 1e-16, which of a mean loss above this is no more than 1e-10.
EXACT_BELOW = 1e-6


class Rows:
    """Some rows: the design matrix X, one vector y for each set of coefficients, each row's share s, and the offset o
    of its log-odds, or None.

    Where all rows have the same share, `unit` is a vector of ones, and the share is multiplied by after a sum and not
    for each row before it: that is 4 % of an epoch on lists.
    """

    def __init__(
        self,
        xp: Backend,
        X: Matrix,
        ys: list[Vector],
        share: Vector | float,
        unit: Vector | None = None,
        offset: Vector | None = None,
    ) -> None:
        self.xp = xp
        self.X = X
        self.ys = ys
        self.share = share
        self.unit: Any = unit
        self.offset = offset

    def mean(self, values: Vector) -> float:
        """Σ s v"""
        if isinstance(self.share, float):
            return self.share * float(self.unit @ values)
        return float(self.share @ values)

    def pull(self, errors: list[Vector]) -> list[Vector]:
        """Xᵀ s e for each set of coefficients: the gradient, where e is ŷ − y."""
        if self.unit is None:
            return self.xp.products(self.X.T, [self.share * e for e in errors])
        return [self.share * gradient for gradient in self.xp.products(self.X.T, errors)]

    def gram(self, weights: Vector) -> Matrix:
        """Xᵀ diag(s w) X"""
        return self.xp.gram(self.X, self.share * weights)

    def shares(self) -> Vector:
        """s, as a vector in any case."""
        return self.share * self.unit if isinstance(self.share, float) else self.share


def in_blocks(
    xp: Backend, X: Matrix, share: Vector | float, ys: list[Vector], offset: Vector | None = None
) -> list[Rows]:
    """All rows, in the blocks that the backend likes. Blocks of one length have one vector of ones."""
    if offset is not None:
        shares = xp.full(X.shape[0], share) if isinstance(share, float) else share
        return [Rows(xp, part, list(y), s, None, o) for part, s, o, *y in xp.blocks(X, shares, offset, *ys)]
    if not isinstance(share, float):
        return [Rows(xp, block[0], list(block[2:]), block[1]) for block in xp.blocks(X, share, *ys)]
    units: dict[int, Vector] = {}
    blocks = []
    for part, *targets in xp.blocks(X, *ys):
        n = part.shape[0]
        if n not in units:
            units[n] = xp.full(n, 1.0)
        blocks.append(Rows(xp, part, targets, share, units[n]))
    return blocks


def log_odds(xp: Backend, X: Matrix, coef: Vector) -> Vector:
    """η = X w for prediction, finite whatever X holds: a row whose sum overflows gets ±1e308, the sign being right."""
    eta = X @ coef
    nothing = eta - eta
    if nothing @ nothing == 0.0:  # unless a log-odds is inf or nan
        return eta
    scaled = xp.tolist(X @ (2.0**-1000 * coef))
    return xp.asvector([z if isfinite(z) else copysign(1e308, small) for z, small in zip(xp.tolist(eta), scaled)])


class Objective:
    """F for one data set: `at(coef)` evaluates it, and the subclasses say what the loss of a row is.

    `blocks` gives its rows, pass after pass: a list, or what reads them from a file each time.
    There is one set of coefficients for two classes, and for more one for each class but the baseline, if there is one.
    """

    sets = 1
    lean = False  # whether X is large: a Point keeps nothing of its length, and each step reads X once
    sample: Objective | None = None  # the same for some of the rows, where there are many

    def __init__(
        self, xp: Backend, blocks: Iterable[Rows], ridge: list[float], lasso: list[float] | None = None
    ) -> None:
        self.xp = xp
        self.blocks = blocks
        self.ridge: Vector = xp.asvector(ridge)
        self.lasso = lasso  # None where there is none
        self.penalised: bool = lasso is not None or any(ridge)
        self.size: int = len(ridge)

    def linear_predictor(self, X: Matrix, parts: list[Vector]) -> list[Vector]:
        """X w for each set of coefficients."""
        return self.xp.products(X, parts)

    def etas(self, rows: Rows, parts: list[Vector]) -> list[Vector]:
        """X w + o, the log-odds of some rows."""
        etas = self.linear_predictor(rows.X, parts)
        return etas if rows.offset is None else [eta + rows.offset for eta in etas]

    def forward(self, etas: list[Vector], ys: list[Vector]) -> tuple[Vector, list[Vector]]:
        """From log-odds to each row's loss, and its probability of each class that has coefficients."""
        raise NotImplementedError

    def errors(self, rows: Rows, etas: list[Vector], probas: list[Vector], loss: float) -> list[Vector]:
        """ŷ − y, one vector for each set of coefficients. Where the mean `loss` is so small that this is rounding, it
        is (1 − y) ŷ − y (1 − ŷ), with 1 − ŷ from its own tail."""
        if loss > EXACT_BELOW:
            return [p - y for p, y in zip(probas, rows.ys)]
        return [(1.0 - y) * p - y * rest for p, rest, y in zip(probas, self.rests(etas, probas), rows.ys)]

    def rests(self, etas: list[Vector], probas: list[Vector]) -> list[Vector]:
        """1 − ŷ for each set of coefficients, with all digits."""
        raise NotImplementedError

    def information(self, rows: Rows, coef: Vector) -> Vector:
        """s Σₖ ŷₖ (1 − ŷₖ) of each row: how much it has to say at `coef`, which for one that is certain is nothing."""
        etas = self.etas(rows, self.split(coef))
        probas = self.forward(etas, rows.ys)[1]
        spread = [p * rest for p, rest in zip(probas, self.rests(etas, probas))]
        return rows.shares() * sum(spread[1:], spread[0])

    def split(self, coef: Vector) -> list[Vector]:
        """One vector for each set of coefficients."""
        return [coef] if self.sets == 1 else self.xp.split(coef, self.sets)

    def join(self, parts: list[Vector]) -> Vector:
        """The reverse of `split`."""
        return parts[0] if self.sets == 1 else self.xp.join(parts)

    def centred(self, coef: Vector) -> Vector:
        """The coefficients of the same probabilities that are the middle of all of these, where there are others."""
        return coef

    def at(self, coef: Vector) -> Point:
        """F and its gradient at `coef`, from one pass over the rows."""
        parts = self.split(coef)
        etas: list[list[Vector]] = []
        probas: list[list[Vector]] = []
        loss, *gradients = add_up(self._pass(parts, etas, probas))
        return LossPoint(self, coef, loss, self.join(gradients), etas, probas)

    def _pass(
        self, parts: list[Vector], etas: list[list[Vector]], probas: list[list[Vector]]
    ) -> Iterator[tuple[Any, ...]]:
        """For each block its mean loss and the gradient of that; η and ŷ are kept unless the objective is lean."""
        for rows in self.blocks:
            eta = self.etas(rows, parts)
            loss, proba = self.forward(eta, rows.ys)
            mean = rows.mean(loss)
            yield tuple([mean] + rows.pull(self.errors(rows, eta, proba, mean)))
            if not self.lean:
                etas.append(eta)
                probas.append(proba)

    def curvature(self, coef: Vector, etas: list[list[Vector]], probas: list[list[Vector]]) -> Matrix:
        """The Hessian of the mean loss: a block Xᵀ diag(s ŷₖ (δₖₘ − ŷₘ)) X for each pair of sets."""
        pairs = [(k, m) for k in range(self.sets) for m in range(k + 1)]
        return self._assembled(dict(zip(pairs, add_up(self._grams(pairs, self.split(coef), etas, probas)))))

    def _grams(
        self, pairs: list[tuple[int, int]], parts: list[Vector], etas: list[list[Vector]], probas: list[list[Vector]]
    ) -> Iterator[tuple[Matrix, ...]]:
        for b, rows in enumerate(self.blocks):
            eta = self.etas(rows, parts) if self.lean else etas[b]
            ps = self.forward(eta, rows.ys)[1] if self.lean else probas[b]
            rests = self.rests(eta, ps)
            yield tuple([rows.gram(ps[k] * (rests[k] if k == m else -ps[m])) for k, m in pairs])

    def _assembled(self, grams: dict[tuple[int, int], Matrix]) -> Matrix:
        return grams[0, 0]

    def beyond(self, coef: Vector) -> tuple[float, Vector]:
        """What F has besides the loss and the lasso, and its gradient."""
        shrunk = self.ridge * coef
        return 0.5 * float(shrunk @ coef), shrunk


class Logistic(Objective):
    """Two classes, and so one vector of coefficients, of log-odds and of probabilities."""

    def linear_predictor(self, X: Matrix, parts: list[Vector]) -> list[Vector]:
        (coef,) = parts
        eta = X @ coef
        return [eta]

    def forward(self, etas: list[Vector], ys: list[Vector]) -> tuple[Vector, list[Vector]]:
        xp, (eta,), (y,) = self.xp, etas, ys
        loss, proba = xp.cross_entropy(eta, y)
        return loss, [proba]

    def rests(self, etas: list[Vector], probas: list[Vector]) -> list[Vector]:
        return [self.xp.sigmoid(-etas[0])]
