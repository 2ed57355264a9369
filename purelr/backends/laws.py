"""The laws of the contract's functions: the logistic function, its Hessian, and systems of equations.

Those of arrays, and the class that has all of them, are in `purelr.testing`.
"""

from __future__ import annotations

from math import inf, isfinite, log

from ..basics.comparison import close, expect
from ..basics.errors import SingularMatrixError
from ..basics.random_numbers import SplitMix64

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .base import Backend

SIZES = [0.0, 1e-300, 1e-9, 0.5, 1.0, 20.0, 37.0, 40.0, 700.0, 750.0, 1e5, 1e154, 1e300, 1e308]
EXTREMES = [sign * size for size in SIZES for sign in (1.0, -1.0)]


def random_rows(rows: int, columns: int, seed: int) -> list[list[float]]:
    stream = SplitMix64(seed)
    return [[2.0 * stream.uniform() - 1.0 for _ in range(columns)] for _ in range(rows)]


class FunctionLaws:
    """One method a law."""

    backend: Backend = None  # type: ignore[assignment]  # set by the subclass

    # Rounding of a sum of `n` products in any order, with room for a factor of ten.
    tolerance: float = 1e-13
    n, p = 50, 4

    def _data(self) -> tuple[Any, list[list[float]], Any, Any]:
        """(X as a matrix, X as rows, a vector as long as a row, a vector as long as a column)"""
        xp, rows = self.backend, random_rows(self.n, self.p, seed=1)
        b, r = random_rows(1, self.p, 2)[0], random_rows(1, self.n, 3)[0]
        return xp.asmatrix(rows), rows, xp.asvector(b), xp.asvector(r)

    def test_a_matrix_from_its_columns_is_that_matrix(self) -> None:
        xp = self.backend
        X, rows, b, w = self._data()
        made = xp.from_columns([xp.asvector(list(column)) for column in zip(*rows)])
        expect(xp.tolist(made) == rows, "the rows")
        close(xp.tolist(made @ b), xp.tolist(X @ b), self.tolerance)
        close(xp.tolist(xp.gram(made, w * w)), xp.tolist(xp.gram(X, w * w)), self.tolerance)

    def test_extremes_are_those_of_the_entries_that_count(self) -> None:
        xp = self.backend
        v = xp.asvector([3.0, -7.0, 5.0, 9.0])
        for weights, wanted in (
            ([1.0, 1.0, 1.0, 1.0], (-7.0, 9.0)),
            ([0.5, 0.0, 1e-300, -1.0], (3.0, 5.0)),
            ([0.0] * 4, (inf, -inf)),
        ):
            expect(xp.extremes(v, xp.asvector(weights)) == wanted, weights)

    def test_sigmoid_of_z_and_of_minus_z_add_up_to_1(self) -> None:
        xp = self.backend
        z = xp.asvector(EXTREMES)
        for lower, upper in [(xp.sigmoid(-z), xp.sigmoid(z)), xp.tails(z)]:
            close(xp.tolist(lower + upper), [1.0] * len(EXTREMES), 2.3e-16)
        close(xp.tolist(xp.sigmoid(xp.asvector([0.0, log(3.0)]))), [0.5, 0.75], 2.3e-16)
        # Known to 50 digits: σ(−40) = 4.24835425529158899532…e-18
        close(xp.tolist(xp.sigmoid(xp.asvector([-40.0]))), [4.248354255291589e-18], 4e-16, scale=0.0)

    def test_losses_of_the_two_classes_differ_by_z(self) -> None:
        """loss(z, 1) − loss(z, 0) = −z, and the probability is σ(z)."""
        xp = self.backend
        values = EXTREMES
        z, one, zero = [xp.asvector(v) for v in (values, [1.0] * len(values), [0.0] * len(values))]
        loss1, proba = xp.cross_entropy(z, one)
        loss0, _ = xp.cross_entropy(z, zero)
        close(xp.tolist(loss1 - loss0), [-v for v in values], 4e-16)
        close(xp.tolist(proba), xp.tolist(xp.tails(z)[1]), 2.3e-16)
        # ln(1 + e⁻⁴⁰) = 4.24835425529158898630…e-18, which 1 + e⁻⁴⁰ would round away
        small = xp.tolist(xp.cross_entropy(xp.asvector([40.0, -40.0]), xp.asvector([1.0, 0.0]))[0])
        close(small, [4.248354255291589e-18] * 2, 4e-16, scale=0.0)

    def test_everything_is_finite_for_log_odds_up_to_1e308(self) -> None:
        xp = self.backend
        z = xp.asvector(EXTREMES)
        for y in (0.0, 0.25, 1.0):
            for array in (*xp.cross_entropy(z, xp.asvector([y] * len(EXTREMES))), *xp.tails(z)):
                expect(all([isfinite(v) for v in xp.tolist(array)]), xp.tolist(array))

    def test_softmax_of_two_classes_is_the_sigmoid(self) -> None:
        xp = self.backend
        z = xp.asvector([v for v in EXTREMES if abs(v) < 1e300])
        y = xp.asvector(_alternating(xp.tolist(z)))
        loss, probas = xp.softmax([0.0 * z, z], [1.0 - y, y])
        binary, proba = xp.cross_entropy(z, y)
        close(xp.tolist(loss), xp.tolist(binary), 4e-16, scale=1e-300)
        close(xp.tolist(probas[1]), xp.tolist(proba), 4e-16, scale=1e-300)
        # ln 3 for three equal ones, and a shift of all changes nothing
        loss, probas = xp.softmax([xp.asvector([1000.0])] * 3, [xp.asvector([v]) for v in (0.0, 1.0, 0.0)])
        close(xp.tolist(loss) + xp.tolist(probas[0]), [log(3.0), 1.0 / 3.0], 4e-16)

    def test_a_solver_undoes_a_product(self) -> None:
        xp = self.backend
        X, _, b, w = self._data()
        A = xp.gram(X, w * w)
        solve = xp.solver(A)
        close(xp.tolist(solve(A @ b)), xp.tolist(b), 1e-11)  # rounding × the condition number, about 10
        close(xp.tolist(solve(2.0 * (A @ b))), xp.tolist(2.0 * b), 1e-11)

    def test_a_solver_refuses_what_is_not_positive_definite(self) -> None:
        xp = self.backend
        for rows, column in (
            ([[1.0, 0.0, 0.0], [0.0, 2.0, 2.0], [0.0, 2.0, 2.0]], 2),
            ([[1.0, 0.0, 0.0], [0.0, 2.0, 2.0], [0.0, 2.0, 2.0 + 1e-14]], 2),
            ([[1.0, 0.0, 0.0], [0.0, -1.0, 0.0], [0.0, 0.0, 1.0]], 1),
            ([[0.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]], 0),
        ):
            found = _singular_column(xp, xp.asmatrix(rows))
            expect(found == column, f"column {found}, not {column}, of {rows}")
        # The size of a column says nothing about it.
        expect(_singular_column(xp, xp.asmatrix([[1.0, 0.0], [0.0, 1e-200]])) is None, "a small column")

    def test_a_solver_takes_several_right_hand_sides_end_to_end(self) -> None:
        xp = self.backend
        X, _, b, w = self._data()
        solve = xp.solver(xp.gram(X, w * w))
        parts = [b, -b, 3.0 * b]
        together = xp.tolist(solve(xp.join(parts)))
        close(together, [x for part in parts for x in xp.tolist(solve(part))], 1e-12)

    def test_split_and_join_are_the_reverse_of_each_other(self) -> None:
        xp = self.backend
        values = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
        parts = xp.split(xp.asvector(values), 3)
        expect([xp.tolist(part) for part in parts] == [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]], "split")
        expect(xp.tolist(xp.join(parts)) == values, "join")

    def test_hessian_times_is_the_hessian_times_a_vector(self) -> None:
        """For classes k and l of the Hessian that is Xᵀ diag(s ŷₖ (δₖₗ − ŷₗ)) X; with a class that has no coefficients,
        and with rows that are certain, which may be left out."""
        xp = self.backend
        rows, sets = random_rows(self.n, self.p, seed=1), 3
        for intercept, certain, given in ((True, 1.0, 3), (True, 40.0, 3), (False, 1.0, 2)):
            X = xp.design(xp.asmatrix(rows), intercept, [0.1] * self.p, [0.5] * self.p)
            etas = [xp.asvector([certain * z for z in random_rows(1, self.n, seed)[0]]) for seed in range(sets)]
            s = xp.asvector([z * z / self.n for z in random_rows(1, self.n, 9)[0]])
            probas = xp.softmax(etas, [0.0 * eta for eta in etas])[1][:given]
            d = xp.asvector(random_rows(1, given * (self.p + intercept), 4)[0])
            wanted: list[float] = []
            for k, p in enumerate(probas):
                weights = [s * p * ((1.0 if k == m else 0.0) - q) for m, q in enumerate(probas)]
                products = [xp.gram(X, w) @ part for w, part in zip(weights, xp.split(d, given))]
                wanted += xp.tolist(sum(products[1:], products[0]))
            close(xp.tolist(xp.hessian_times(X, s, probas)(d)), wanted, 1e-9)


def _alternating(values: list[float]) -> list[float]:
    return [float(i % 2 == 0) for i in range(len(values))]


def _singular_column(xp: Backend, A: Any) -> int | None:
    try:
        xp.solver(A)
    except SingularMatrixError as error:
        return error.column
    return None
