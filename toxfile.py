"""What tox asks on the way: which Python runs the environments that are about no version, and what was left out."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import sys

from tox.plugin import impl

EACH = (13, 14, 12, 11, 10, 9)
NEWEST_FIRST = EACH[:4]  # those for which all packages that are pinned exist
OF_THE_TYPES = (12, 11, 10, 9)  # and those for which the NumPy does whose types are those of Python 3.9

# A missing interpreter is missed at once, and not after uv has looked for one to download.
os.environ.setdefault("UV_PYTHON_DOWNLOADS", "never")


def is_here(minor: int) -> bool:
    """Whether this machine has that Python 3."""
    return sys.version_info[:2] == (3, minor) or shutil.which(f"python3.{minor}") is not None


for name, minors in (("PURELR_EACH", EACH), ("PURELR_ANY", NEWEST_FIRST), ("PURELR_TYPES", OF_THE_TYPES)):
    os.environ.setdefault(name, next((f"py3{minor}" for minor in minors if is_here(minor)), f"py3{minors[0]}"))


@impl
def tox_add_core_config(core_conf, state):
    """Say at the end which of the chosen environments did not run, and how to have them."""
    atexit.register(lambda: sys.stdout.write(left_out(list(state.envs.iter()))))


def left_out(environments):
    """A sentence, or "" where there is an interpreter for each."""
    wanted = {int(found[1]) for name in environments if (found := re.match(r"py3(\d+)-", name))}
    missing = [f"3.{minor}" for minor in sorted(wanted) if not is_here(minor)]
    if "pypy3" in environments and not shutil.which("pypy3"):
        missing.append("PyPy")
    if not any(map(is_here, NEWEST_FIRST)):  # for scikit-learn, exports, pictures, fuzzers
        missing.append("from 3.11 on")
    if not missing:
        return ""
    named = ", ".join(missing)
    return f"Not run, as there is no Python {named} here: pyenv or your system's packages bring them.\n"
