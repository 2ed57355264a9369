"""Columns on one scale."""

from __future__ import annotations

from ..backends.registry import get_backend
from ..basics.errors import check_columns, not_fitted
from ..inputs.arrays import listed, rows
from ..inputs.kinds import like

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class StandardScaler:
    """Columns with mean 0 and standard deviation 1 (the population's: divided by n).

    After `fit`: `mean_`, `scale_` (1 for a constant column, so that it becomes 0 and not nan), `n_features_in_`.

    >>> scaler = StandardScaler().fit([[1.0, 5.0], [3.0, 5.0]])
    >>> scaler.transform([[1.0, 5.0], [3.0, 5.0]])
    [[-1.0, 0.0], [1.0, 0.0]]
    >>> scaler.inverse_transform([[-1.0, 0.0]])
    [[1.0, 5.0]]
    """

    def __repr__(self) -> str:
        return f"<StandardScaler of {len(self.mean_)} columns>" if hasattr(self, "mean_") else "StandardScaler()"

    def fit(self, X: Any, y: Any = None) -> StandardScaler:
        """Learn each column's mean and standard deviation from n rows. Returns self; y is not looked at."""
        xp = get_backend("pure")
        rows = xp.asmatrix(X)
        n, p = rows.shape
        mean, deviation = xp.moments(rows, xp.asvector([1.0 / n] * n))
        self.mean_: Any = like(X, xp.tolist(mean))
        self.scale_: Any = like(X, [d or 1.0 for d in xp.tolist(deviation)])
        self.n_features_in_ = p
        return self

    def transform(self, X: Any) -> Any:
        """(x − mean) / scale, column by column."""
        means, scales, rows = self._checked(X)
        return like(X, [[(x - m) / s for x, m, s in zip(row, means, scales)] for row in rows])

    def inverse_transform(self, X: Any) -> Any:
        """x · scale + mean, column by column: back to the original scale."""
        means, scales, rows = self._checked(X)
        return like(X, [[x * s + m for x, m, s in zip(row, means, scales)] for row in rows])

    def fit_transform(self, X: Any, y: Any = None) -> Any:
        """`fit`, then `transform`, on the same rows."""
        return self.fit(X).transform(X)

    def _checked(self, X: Any) -> tuple[list[float], list[float], list[list[float]]]:
        if not hasattr(self, "mean_"):
            raise not_fitted("StandardScaler", "mean_")
        cells = rows(X)
        check_columns("StandardScaler", self.n_features_in_, len(cells[0]))
        return listed(self.mean_, "mean_"), listed(self.scale_, "scale_"), cells
