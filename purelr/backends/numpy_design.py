"""The design matrix of the NumPy backend: [1, (X − shift) / scale], where X is too large to be copied."""

from __future__ import annotations

import numpy as np

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Array = Any

vecdot = getattr(np, "vecdot", None)  # from NumPy 2.0 on
WIDE, WIDEST = 64, 1000


class Design:
    """[1, (X − shift) / scale] without a copy of X: what is not X is there in every operator and nowhere in memory."""

    __slots__ = ("X", "intercept", "scale", "shift")

    def __init__(self, X: Array, intercept: bool, shift: Array, scale: Array) -> None:
        self.X = X
        self.intercept: bool = intercept
        self.shift: Array = shift
        self.scale: Array = scale

    @property
    def shape(self) -> tuple[int, int]:
        n, p = self.X.shape
        return n, p + self.intercept

    @property
    def T(self) -> Transposed:  # noqa: N802
        return Transposed(self)

    def __matmul__(self, v: Array) -> Array:
        w = v[self.intercept :] / self.scale
        constant = self.shift @ w
        eta: Array = product(self.X, w) - (constant - v[0] if self.intercept else constant)
        return eta

    def products(self, vs: Array) -> Array:
        """The products with the rows of `vs`, one in a row."""
        w = vs[:, int(self.intercept) :] / self.scale
        constants = w @ self.shift - (vs[:, 0] if self.intercept else 0.0)
        etas: Array = w @ self.X.T
        etas -= constants[:, None]
        return etas

    def gram(self, weights: Array) -> Array:
        """Xᵀ W X with the shift taken out: (X − 1 mᵀ)ᵀ W (X − 1 mᵀ) = Xᵀ W X − h mᵀ − m hᵀ + (Σ W) m mᵀ, h = Xᵀ W 1."""
        X, m, total = self.X, self.shift, weights.sum()
        h = X.T @ weights
        inner: Array = weighted_gram(X, weights) - np.outer(h, m) - np.outer(m, h) + total * np.outer(m, m)
        inner = inner / np.outer(self.scale, self.scale)
        if not self.intercept:
            return inner
        border = (h - total * m) / self.scale
        return np.block([[np.array([[total]]), border[None, :]], [border[:, None], inner]])

    def part(self, rows: Any) -> Design:
        return Design(self.X[rows], self.intercept, self.shift, self.scale)

    def dense(self) -> Array:
        if self.scale.max() > 1e290:  # where X − shift could overflow
            inner = self.X / self.scale - self.shift / self.scale
        else:
            inner = (self.X - self.shift) / self.scale
        if self.intercept:
            inner = np.column_stack([np.ones(len(inner)), inner])
        return np.asarray(inner)


class Transposed:
    """The transpose of a design matrix."""

    __slots__ = ("of",)

    def __init__(self, of: Design) -> None:
        self.of: Design = of

    def __matmul__(self, r: Array) -> Array:
        total = r.sum()
        inner: Array = (pulled(self.of.X, r) - total * self.of.shift) / self.of.scale
        return np.concatenate(([total], inner)) if self.of.intercept else inner

    def products(self, rs: Array) -> Array:
        """The products with the rows of `rs`, one in a row."""
        totals = rs.sum(axis=1)
        inner: Array = (rs @ self.of.X - np.outer(totals, self.of.shift)) / self.of.scale
        return np.column_stack([totals, inner]) if self.of.intercept else inner


def product(X: Array, w: Array) -> Array:
    """X w"""
    return vecdot(X, w) if vecdot is not None and _is_fast(X) else X @ w


def pulled(X: Array, r: Array) -> Array:
    """Xᵀ r"""
    return np.einsum("i,ij->j", r, X) if _is_fast(X) else X.T @ r


def _is_fast(X: Array) -> bool:
    """Whether NumPy's own loops over the rows are faster than OpenBLAS's matrix times vector, and use no thread of it:
    both products of 100,000 × 100 take 5.8 ms in place of 9.4, at 30 and at 5,000 columns they take longer."""
    return bool(WIDE <= X.shape[1] <= WIDEST and X.flags.c_contiguous)


def weighted_gram(X: Array, w: Array) -> Array:
    """Xᵀ W X; as Bᵀ B, which is half the work, where no weight is below 0 (1,310 × 100: 743 → 523 µs)."""
    if len(w) and w.min() < 0.0:
        return np.asarray(X.T @ (w[:, None] * X))
    B = np.sqrt(w)[:, None] * X
    return np.asarray(B.T @ B)
