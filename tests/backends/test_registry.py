"""Which backend is chosen, and what is said where one cannot be had."""

from __future__ import annotations

import os
import threading

import pytest

import purelr
from purelr.backends.registry import choose

from ..backends_here import HERE, NAMED, as_input, backend_of
from ..interpreters import python
from ..strict import StrictBackend

ROWS = [[0.0], [1.0], [2.0], [3.0]]


def test_the_backends_that_this_environment_promises_are_here():
    """In a tox job for pure there is no NumPy, and in one for NumPy there is the NumPy that it names."""
    if NAMED == "pure":
        with pytest.raises(ModuleNotFoundError):
            __import__("numpy")
    assert purelr.available_backends() == [name for name in HERE if name != "strict"]
    wanted = os.environ.get("PURELR_TEST_NUMPY", "")
    if wanted:
        assert __import__("numpy").__version__.startswith(wanted)


def test_lists_are_pure_even_where_numpy_is():
    assert choose(None, ROWS).name == "pure"
    assert choose(None, tuple(ROWS)).name == "pure"


@pytest.mark.parametrize("name", [name for name in HERE if name != "strict"])
def test_the_type_of_the_input_leads_to_its_backend(name):
    assert choose(None, as_input(name, ROWS)).name == name


@pytest.mark.parametrize("name", [name for name in HERE if name != "strict"])
def test_the_order_of_choice(name, monkeypatch):
    purelr.register_backend("strict", "tests.strict:StrictBackend")
    X = as_input(name, ROWS)
    monkeypatch.setenv("PURELR_BACKEND", "strict")
    assert choose(None, X).name == "strict"
    purelr.set_backend(name)
    assert choose(None, X).name == name
    with purelr.use_backend("strict") as inner:
        assert inner.name == "strict"
        assert choose(None, X).name == "strict"
        with purelr.use_backend(name):
            assert choose(None, X).name == name
            assert choose("strict", X).name == "strict"
            assert purelr.get_backend().name == name
        assert choose(None, X).name == "strict"
    assert choose(None, X).name == name
    purelr.set_backend(None)
    assert choose(None, X).name == "strict"
    monkeypatch.delenv("PURELR_BACKEND")
    assert choose(None, X).name == name


def test_use_backend_holds_in_its_own_thread_alone():
    purelr.register_backend("strict", "tests.strict:StrictBackend")
    seen = []
    with purelr.use_backend("strict"):
        thread = threading.Thread(target=lambda: seen.append(purelr.get_backend().name))
        thread.start()
        thread.join()
        assert purelr.get_backend().name == "strict"
    assert seen == ["pure"]


def test_an_instance_is_taken_as_it_is():
    backend = StrictBackend()
    assert choose(backend) is backend


@pytest.mark.parametrize("ask", [purelr.get_backend, purelr.set_backend, purelr.use_backend])
def test_an_unknown_name_is_an_error_that_lists_the_known(ask):
    with pytest.raises(ValueError, match=r"^backend must be one of pure, numpy.*; got 'torch'\. Add others with"):
        ask("torch")


@pytest.mark.parametrize("factory", ["module", "module:", ":thing", 7])
def test_a_factory_must_have_its_form(factory):
    with pytest.raises(ValueError, match=r"^factory must be of the form \"package.module:callable\"; got"):
        purelr.register_backend("mine", factory)
    with pytest.raises(ValueError, match="name must be the backend's name"):
        purelr.register_backend("", "package.module:callable")


def test_numpy_where_it_is_missing_says_how_to_get_it():
    said = python(
        """
        import sys
        sys.modules["numpy"] = None  # what an import of a package that is not there sees
        del sys.modules["numpy"]
        class Missing:
            def find_spec(self, name, path=None, target=None):
                if name == "numpy":
                    raise ModuleNotFoundError("No module named 'numpy'", name="numpy")
        sys.meta_path.insert(0, Missing())
        import purelr
        assert purelr.available_backends() == ["pure"], purelr.available_backends()
        try:
            purelr.LR(backend="numpy").fit([[0.0], [1.0]], [0, 1])
        except ImportError as error:
            print(type(error).__name__, error)
        """
    )
    assert said == (
        "BackendUnavailableError backend must be installed; got 'numpy', and numpy is not there. "
        "pip install 'purelr[numpy]', or use backend=\"pure\"."
    )


@pytest.mark.parametrize(
    "failure", ['raise RuntimeError("ABI mismatch")', "from numpy import _core_that_is_gone", "import numpy._gone"]
)
def test_a_broken_numpy_says_so_with_the_cause(failure, tmp_path):
    (tmp_path / "numpy").mkdir()
    (tmp_path / "numpy" / "__init__.py").write_text(failure)
    said = python(
        f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        import purelr
        try:
            purelr.get_backend("numpy")
        except ImportError as error:
            print(error)
            print(type(error.__cause__).__name__)
        """
    )
    message, cause = said.split("\n")
    assert message.startswith("backend must be importable; got 'numpy', which is installed but broken (")
    assert message.endswith('Reinstall it, or use backend="pure".')
    assert cause in message
    assert cause in ("RuntimeError", "ImportError", "ModuleNotFoundError")


def test_a_backend_of_another_package_that_is_missing_is_named():
    purelr.register_backend("elsewhere", "package_that_is_not_there:Backend")
    with pytest.raises(ImportError, match="Install package_that_is_not_there, or use"):
        purelr.get_backend("elsewhere")
    purelr.register_backend("elsewhere", "tests.strict:NoSuchThing")
    with pytest.raises(ImportError, match="installed but broken"):
        purelr.get_backend("elsewhere")


def test_entry_points_are_read_for_an_unknown_name(tmp_path):
    info = tmp_path / "other-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[purelr.backends]\nmine = tests.strict:StrictBackend\n")
    said = python(
        f"""
        import sys
        sys.path.insert(0, {str(tmp_path)!r})
        import purelr
        print(purelr.get_backend("mine").name)
        """
    )
    assert said == "strict"


@pytest.mark.parametrize("name", HERE)
@pytest.mark.parametrize("column", [1, 2, 3])
def test_a_singular_matrix_names_the_first_column_that_is_explained(name, column):
    xp = backend_of(name)
    rows = [[4.0 * (i == j) for j in range(4)] for i in range(4)]
    for i, j in ((0, column), (column, 0)):
        rows[i][j] = 4.0  # the column is the first one once more
    rows[3][3] = 4.0 if column == 3 else 0.0  # the last one has nothing
    with pytest.raises(purelr.SingularMatrixError) as caught:
        xp.solver(xp.asmatrix(rows))
    assert caught.value.column == column
