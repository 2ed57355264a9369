"""What runs inside: pytest on the tests, but for those that need what WebAssembly has not. The last value is the code."""

import os
import platform
import sys
from pathlib import Path

import pytest

import purelr

# The tests that start processes, threads or interpreters, or use SQLite, by name; all others run.
LEFT_OUT = Path("/suite/tests/wasm/left_out.txt").read_text(encoding="utf-8").split()


class LeavesOut:
    """Leaves these tests out, each by its own name; a name that no test has any more is an error."""

    def pytest_collection_modifyitems(self, config, items):
        for name in LEFT_OUT:
            here = [item for item in items if item.nodeid.partition("[")[0] == name]
            if not here:
                raise pytest.UsageError(f"{name} is left out in tests/wasm/left_out.txt, and there is no such test")
            config.hook.pytest_deselected(items=here)
            items[:] = [item for item in items if item not in here]


# ruff: noqa: T201  # it says where it is and what it leaves out
os.chdir("/suite")
assert sys.platform == "emscripten", sys.platform
assert "/site-packages/" in purelr.__file__, purelr.__file__
print(f"{platform.python_implementation()} {platform.python_version()} on {sys.platform}, purelr in {purelr.__file__}")
print(
    f"{len(LEFT_OUT)} tests left out, as they need processes, threads or interpreters of their own, or SQLite:",
    *LEFT_OUT,
    sep="\n  ",
)
int(pytest.main(["-p", "no:cacheprovider", "tests", *ARGUMENTS], plugins=[LeavesOut()]))  # noqa: F821  # from run.mjs
