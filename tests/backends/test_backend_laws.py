"""Every backend keeps the laws of the contract, and a backend that does not is found out."""

from __future__ import annotations

import pytest

from purelr.backends import kernels
from purelr.backends.base import Backend
from purelr.backends.pure import Matrix, PureBackend, Vector
from purelr.testing import BackendLaws, check_backend

from ..backends_here import HERE, backend_of, per_backend


@per_backend
class _Laws(BackendLaws):
    """The public laws, once per backend."""

    @pytest.fixture(autouse=True)
    def quiet(self):
        with self.backend.quiet():
            yield


@pytest.mark.parametrize("name", HERE)
def test_check_backend_accepts_every_backend(name):
    check_backend(backend_of(name))


def _sabotage(method, change):
    """A pure backend, one verb of which is slightly wrong."""

    def wrong(self, *args, **kwargs):
        return change(getattr(PureBackend, method)(self, *args, **kwargs))

    return type("Wrong", (PureBackend,), {method: wrong})()


@pytest.mark.parametrize(
    ("method", "change"),
    [
        ("asmatrix", lambda X: X.T),
        ("moments", lambda both: (both[0], both[1] + 1e-9)),
        ("moments", lambda both: (both[0] + 1e-9, both[1])),
        ("design", lambda X: Matrix([[2.0 * x for x in row] for row in X.rows])),
        ("asvector", lambda v: 2.0 * v),
        ("tolist", lambda values: values[::-1]),
        ("full", lambda v: 2.0 * v),
        ("diagonal", lambda A: A + A),
        ("take", lambda array: Vector(array.values[::-1]) if isinstance(array, Vector) else array),
        ("sigmoid", lambda proba: 0.999999 * proba),
        ("sigmoid", lambda proba: Vector([1.0 - (1.0 - p) for p in proba.values])),  # without the digits of its tail
        ("solver", lambda solve: lambda b: solve(b) * (1.0 + 1e-9)),
        ("design", lambda X: Matrix([[*row[:-1], 1.001 * row[-1]] for row in X.rows])),
        ("cross_entropy", lambda both: (both[0] + 1e-9, both[1])),
        ("cross_entropy", lambda both: (both[0], 1.0 - both[1])),
        ("softmax", lambda both: (both[0] + 1e-9, both[1])),
        ("softmax", lambda both: (both[0], both[1][::-1])),
        ("products", lambda vectors: [2.0 * v for v in vectors]),
        ("gram", lambda gram: gram + gram),
        ("solver", lambda solve: lambda b: solve(b) + 1e-6),
        ("blocks", lambda blocks: [*blocks, *blocks]),
    ],
)
def test_check_backend_finds_a_wrong_verb(method, change):
    with pytest.raises(AssertionError, match="backend 'pure' breaks"):
        check_backend(_sabotage(method, change))


def test_check_backend_finds_a_backend_that_changes_its_input():
    class Mutating(PureBackend):
        def moments(self, X, s):
            s.values[0] += 1.0
            return super().moments(X, s)

    with pytest.raises(AssertionError, match="inputs_are_never_changed"):
        check_backend(Mutating())


def test_check_backend_finds_an_unfinished_backend():
    with pytest.raises(AssertionError, match="NotImplementedError"):
        check_backend(Backend())


# How many arguments each takes.
VERBS = {"asmatrix": 1, "asvector": 1, "tolist": 1, "sigmoid": 1, "cross_entropy": 2, "softmax": 2, "gram": 2}
VERBS.update(moments=2, design=4, solver=1, full=2, diagonal=1, take=2)


@pytest.mark.parametrize("verb", VERBS)
def test_the_base_class_leaves_each_verb_to_the_backend(verb):
    with pytest.raises(NotImplementedError):
        getattr(Backend(), verb)(*[None] * VERBS[verb])


def test_the_strict_arrays_refuse_what_the_contract_does_not_have():
    v = backend_of("strict").asvector([1.0, 2.0])
    for misuse in (
        lambda: v[0],
        lambda: list(v),
        lambda: len(v),
        lambda: bool(v),
        lambda: v == v,  # noqa: PLR0124
        lambda: v / 2.0,
        lambda: v + 1,
        lambda: v.values,
        lambda: v + Vector([1.0, 2.0]),
        lambda: v + backend_of("strict").asvector([1.0]),
        lambda: v.__iadd__(v),
    ):
        with pytest.raises(AssertionError):
            misuse()


def test_arrays_show_themselves():
    xp = PureBackend()
    assert repr(xp.asvector([1, 2])) == "Vector([1.0, 2.0])"
    assert repr(xp.asmatrix([[1, 2]])) == "Matrix([[1.0, 2.0]])"


@pytest.mark.parametrize("dot", [kernels.dot_map, kernels.dot_loop, kernels.dot])
def test_every_form_of_the_dot_product_computes_it(dot):
    assert dot([1.0, 2.0, 3.0], [4.0, -5.0, 6.0]) == 12.0
    assert dot([], []) == 0.0


@pytest.mark.parametrize("product", [kernels.product_by_rows, kernels.product_by_columns])
@pytest.mark.parametrize("shape", [(5, 3), (5, 4), (2, 5), (3, 1)])
def test_every_form_of_the_product_computes_it(product, shape):
    rows = [[float(i * 7 % 5 - j) for j in range(shape[1])] for i in range(shape[0])]
    v = [float(j - 1) for j in range(shape[1])]
    assert product(rows, list(map(list, zip(*rows))), v) == [sum(a * b for a, b in zip(row, v)) for row in rows]


def test_both_forms_of_the_cross_entropy_are_the_same_to_the_last_bit():
    zs = [0.0, -0.0, 1e-300, 3.0, -3.0, 40.0, -40.0, 800.0, -800.0, 1e308, -1e308]
    for t in (0.0, 0.25, 1.0):
        assert kernels.cross_entropy_lists(zs, [t] * len(zs)) == kernels.cross_entropy_loop(zs, [t] * len(zs))


@pytest.mark.parametrize("name", HERE)
@pytest.mark.parametrize("reach", [1.0, 699.0, 750.0, 1e308])
def test_both_tails_are_two_sigmoids_in_every_block(name, reach):
    """Blocks of moderate log-odds take another way than those with extremes, and keep the digits of both tails."""
    xp = backend_of(name)
    zs = [0.0, reach, -reach] + [(i % 91 - 45) * 0.9 for i in range(9000)] + [0.5 * reach, -36.0]
    with xp.quiet():
        for found, wanted in zip(xp.tails(xp.asvector(zs)), ([-z for z in zs], zs)):
            expected = xp.tolist(xp.sigmoid(xp.asvector(wanted)))
            assert all([abs(a - b) <= 5e-16 * b + 5e-324 for a, b in zip(xp.tolist(found), expected)])


@pytest.mark.skipif("numpy" not in HERE, reason="NumPy's blocks")
@pytest.mark.parametrize("columns", [1, 5, 13, 14, 500])
def test_no_block_is_long_enough_for_a_threaded_dot_product(columns):
    xp = backend_of("numpy")
    blocks = list(
        xp.blocks(
            xp.design(xp.full(60_000 * columns, 1.0).reshape(-1, columns), False, [0.0] * columns, [1.0] * columns)
        )
    )
    assert sum([block.shape[0] for (block,) in blocks]) == 60_000
    assert max([block.shape[0] for (block,) in blocks]) <= 10_000


@pytest.mark.skipif("numpy" not in HERE, reason="NumPy's products")
@pytest.mark.parametrize("columns", [63, 64, 1000, 1001])
def test_the_products_of_wide_rows_are_those_of_matrices(columns):
    """From 64 to 1,000 columns they go through loops of NumPy's own, and in Fortran order they do not."""
    import numpy as np

    from purelr.backends.numpy_design import Design

    rng = np.random.default_rng(columns)
    X = rng.normal(size=(300, columns))
    shift, scale = rng.normal(size=columns), 1.0 + rng.random(columns)
    v, r = rng.normal(size=columns + 1), rng.normal(size=300)
    dense = np.column_stack([np.ones(300), (X - shift) / scale])
    for given in (X, np.asfortranarray(X), np.repeat(X, 2, axis=0)[::2]):
        design = Design(given, True, shift, scale)
        np.testing.assert_allclose(design @ v, dense @ v, atol=1e-12 * columns**0.5)
        np.testing.assert_allclose(design.T @ r, dense.T @ r, atol=1e-11)
