"""The laws of the backend contract, as one public test class that every backend must pass.

    from purelr.testing import check_backend
    check_backend("numpy")

or, to have each law as a test of its own under pytest or unittest:

    class TestMine(BackendLaws, unittest.TestCase):
        backend = MyBackend()
"""

from __future__ import annotations

from math import inf, nan

from .backends.blocks import add_up
from .backends.laws import FunctionLaws, random_rows
from .backends.registry import choose
from .basics.comparison import close, expect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .backends.base import Backend

__all__ = ["BackendLaws", "check_backend", "close", "expect"]


def check_backend(backend: str | Backend) -> None:
    """Check that a backend, by name or as an instance, keeps the contract; AssertionError says which law it breaks.

    >>> check_backend("pure")
    """
    laws = BackendLaws()
    laws.backend = choose(backend)
    for name in dir(laws):
        if name.startswith("test_"):
            try:
                with laws.backend.quiet():
                    getattr(laws, name)()
            except Exception as error:
                raise AssertionError(f"backend {laws.backend.name!r} breaks {name[5:]}: {error!r}") from error


class BackendLaws(FunctionLaws):
    """One method a law. Subclass it and set `backend`; the methods' names are the laws'."""

    def test_in_and_out_again_is_the_identity(self) -> None:
        xp = self.backend
        X, rows, b, _ = self._data()
        close(xp.tolist(X), rows)
        close(xp.tolist(X.T), [list(column) for column in zip(*rows)])
        close(xp.tolist(b), random_rows(1, self.p, 2)[0])
        values = xp.tolist(xp.asmatrix([[1, True], [2.5, -3]]))
        expect(values == [[1.0, 1.0], [2.5, -3.0]], values)
        expect(all([type(v) is float for row in values for v in row]), values)

    def test_full_diagonal_and_take_give_what_they_say(self) -> None:
        xp = self.backend
        X, rows, _, r = self._data()
        expect(xp.tolist(xp.full(3, 0.1)) == [0.1] * 3, "full")
        expect(xp.tolist(xp.diagonal(xp.asvector([2.0, 3.0]))) == [[2.0, 0.0], [0.0, 3.0]], "diagonal")
        expect(xp.tolist(xp.take(X, [7, 2, 2])) == [rows[7], rows[2], rows[2]], "take of a matrix")
        values = xp.tolist(r)
        expect(xp.tolist(xp.take(r, [7, 2])) == [values[7], values[2]], "take of a vector")
        expect(xp.tolist(xp.take(X, [1]).T) == [[x] for x in rows[1]], "the columns of what was taken")

    def test_shape_is_rows_and_columns(self) -> None:
        xp = self.backend
        expect(tuple(xp.asmatrix([[1.0, 2.0]]).shape) == (1, 2))
        matrix = xp.asmatrix([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
        for intercept in (True, False):
            expect(tuple(xp.design(matrix, intercept, [0.0] * 2, [1.0] * 2).shape) == (3, 2 + intercept), intercept)

    def test_what_is_not_a_finite_rectangle_of_numbers_is_refused(self) -> None:
        matrices: list[Any] = [[], [[]], [[1.0], [1.0, 2.0]], [[nan]], [[inf]], [["1"]], [[None]], [[10**400]], [1.0]]
        for bad in matrices:
            _refuses(self.backend.asmatrix, bad)
        vectors: list[Any] = [[nan], [-inf], ["1"], [None]]
        for bad in vectors:
            _refuses(self.backend.asvector, bad)

    def test_a_design_is_ones_and_shifted_and_scaled_columns(self) -> None:
        xp = self.backend
        for copies in (1, 700):  # few rows and many: a backend may copy the ones and not the others
            n = copies * self.n
            rows, r = random_rows(self.n, self.p, seed=1) * copies, xp.asvector(random_rows(1, self.n, 3)[0] * copies)
            shift, scale = [0.0, -0.25, 100.0, 1.0], [1.0, 0.3, 8.0, 0.125]
            inner = [[(x - m) / d for x, m, d in zip(row, shift, scale)] for row in rows]
            matrix = xp.asmatrix(rows)
            for intercept in (True, False):
                design = xp.design(matrix, intercept, shift, scale)
                real = xp.asmatrix([[1.0, *row] for row in inner] if intercept else inner)
                b = xp.asvector(random_rows(1, self.p + intercept, 4)[0])
                size = 1e-14 * n * 8.0  # a sum of n numbers as large as 1/d; a virtual shift of 12 d costs a digit
                close(xp.tolist(design @ b), xp.tolist(real @ b), 1e-13)
                close(xp.tolist(design.T @ r), xp.tolist(real.T @ r), size)
                close(xp.tolist(xp.gram(design, r)), xp.tolist(xp.gram(real, r)), 8.0 * size)
                if copies == 1:
                    close(xp.tolist(design), xp.tolist(real), 4e-16)
                    close(xp.tolist(design.T), xp.tolist(real.T), 4e-16)

    def test_products_are_the_products_one_by_one(self) -> None:
        xp = self.backend
        for copies in (1, 700):
            rows = random_rows(self.n, self.p, seed=1) * copies
            for intercept in (True, False):
                X = xp.design(xp.asmatrix(rows), intercept, [0.1] * self.p, [0.5] * self.p)
                bs = [xp.asvector(random_rows(1, self.p + intercept, seed)[0]) for seed in (4, 5, 6)]
                rs = [xp.asvector(random_rows(1, self.n, seed)[0] * copies) for seed in (7, 8)]
                for matrix, vectors, size in ((X, bs, 1.0), (X, bs[:1], 1.0), (X.T, rs, float(len(rows)))):
                    together = [xp.tolist(v) for v in xp.products(matrix, vectors)]
                    close(together, [xp.tolist(matrix @ v) for v in vectors], 1e-14, scale=size)

    def test_a_large_shift_costs_no_digits(self) -> None:
        xp = self.backend
        rows = [[1e9 + x for x in row] for row in random_rows(50, 3, seed=1)] * 1000
        b = xp.asvector([0.5, 1.0, -1.0, 2.0])
        eta = xp.tolist(xp.design(xp.asmatrix(rows), True, [1e9] * 3, [1.0] * 3) @ b)
        close(eta, [0.5 + (r[0] - 1e9) - (r[1] - 1e9) + 2.0 * (r[2] - 1e9) for r in rows], 4e-15)

    def test_moments_are_mean_and_deviation(self) -> None:
        xp = self.backend
        rows = [[1.0, 5.0, 1e300, 1e-300, 0.1], [2.0, 5.0, -1e300, -1e-300, 0.1], [4.0, 5.0, 0.0, 0.0, 0.1]]
        mean, deviation = [xp.tolist(v) for v in xp.moments(xp.asmatrix(rows), xp.asvector([0.25, 0.25, 0.5]))]
        close(mean[:2], [2.75, 5.0], 4e-16)
        close(deviation[:2], [1.6875**0.5, 0.0], 4e-16)
        close([deviation[2] / 1e300, deviation[3] / 1e-300, deviation[4]], [0.5**0.5, 0.5**0.5, 0.0], 4e-16)

    def test_operators_are_those_of_mathematics(self) -> None:
        xp = self.backend
        u, v = [1.0, -2.0, 4.0], [8.0, 0.5, -1.0]
        U, V = xp.asvector(u), xp.asvector(v)
        expected = {
            "u + v": (U + V, [9.0, -1.5, 3.0]),
            "u - v": (U - V, [-7.0, -2.5, 5.0]),
            "u * v": (U * V, [8.0, -1.0, -4.0]),
            "u + c": (U + 2.0, [3.0, 0.0, 6.0]),
            "c + u": (2.0 + U, [3.0, 0.0, 6.0]),
            "u - c": (U - 2.0, [-1.0, -4.0, 2.0]),
            "c - u": (2.0 - U, [1.0, 4.0, -2.0]),
            "u * c": (U * 2.0, [2.0, -4.0, 8.0]),
            "c * u": (2.0 * U, [2.0, -4.0, 8.0]),
            "-u": (-U, [-1.0, 2.0, -4.0]),
        }
        for text, (actual, values) in expected.items():
            expect(xp.tolist(actual) == values, f"{text} gives {xp.tolist(actual)}, not {values}")
        close(float(U @ V), 3.0)
        close(xp.tolist(xp.asmatrix([[1.0, 2.0]]) + xp.asmatrix([[10.0, 20.0]])), [[11.0, 22.0]])
        close(xp.tolist(xp.asmatrix([u, v]) @ U), [21.0, 3.0])

    def test_transpose_is_the_adjoint(self) -> None:
        """(X b) · r = b · (Xᵀ r)"""
        X, _, b, r = self._data()
        close(float((X @ b) @ r), float(b @ (X.T @ r)), self.tolerance)

    def test_gram_is_symmetric_and_linear_in_the_weights(self) -> None:
        xp = self.backend
        X, _, b, w = self._data()
        gram = xp.tolist(xp.gram(X, w))
        close(gram, [list(column) for column in zip(*gram)], self.tolerance)
        close(xp.tolist(xp.gram(X, w) + xp.gram(X, w * w)), xp.tolist(xp.gram(X, w + w * w)), self.tolerance)
        # b · (Xᵀ diag(w) X b) = w · (X b)²
        close(float(b @ (xp.gram(X, w) @ b)), float(w @ ((X @ b) * (X @ b))), self.tolerance)

    def test_any_split_into_blocks_gives_the_same_sums(self) -> None:
        xp = self.backend
        rows = random_rows(50, 2, seed=5) * 200
        values = [row[0] - row[1] for row in rows]
        X, r = _with_ones(xp, rows), xp.asvector(values)
        whole = xp.tolist(X.T @ r)
        own = add_up([(part.T @ s,) for part, s in xp.blocks(X, r)])[0]
        close(xp.tolist(own), whole, 1e-12, scale=100.0)
        for size in (777, 9_999):
            parts = [(rows[i : i + size], values[i : i + size]) for i in range(0, len(rows), size)]
            split = add_up([(_with_ones(xp, a).T @ xp.asvector(b),) for a, b in parts])[0]
            close(xp.tolist(split), whole, 1e-12, scale=100.0)

    def test_inputs_are_never_changed(self) -> None:
        xp = self.backend
        X, rows, b, w = self._data()
        vector = xp.asvector([0.5] * self.n)
        before = [xp.tolist(a) for a in (X, b, w, vector)]
        xp.cross_entropy(w, vector), xp.sigmoid(w), xp.softmax([w, vector], [vector, vector])
        A = xp.gram(X, w * w)
        kept = xp.tolist(A)
        xp.solver(A)(b)
        xp.moments(X, vector)
        xp.tolist(xp.design(X, True, [1.0] * self.p, [2.0] * self.p) @ xp.asvector([1.0] * (self.p + 1)))
        list(xp.blocks(X, w))
        expect([xp.tolist(a) for a in (X, b, w, vector)] == before, "a vector or X")
        expect(xp.tolist(A) == kept, "A of solver")
        expect(rows == random_rows(self.n, self.p, seed=1), "the rows given to asmatrix")


def _with_ones(xp: Backend, rows: list[list[float]]) -> Any:
    return xp.design(xp.asmatrix(rows), True, [0.0] * len(rows[0]), [1.0] * len(rows[0]))


def _refuses(way_in: Any, bad: Any) -> None:
    try:
        way_in(bad)
    except ValueError:
        return
    raise AssertionError(f"{way_in.__name__} accepts {bad!r}")
