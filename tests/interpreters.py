"""Python as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap


def python(code, *flags, **environment):
    """Run code in a fresh interpreter; returns what it prints, without a line end. A failure raises with its stderr."""
    env = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, *flags, "-c", textwrap.dedent(code)],
        capture_output=True,
        encoding="utf-8",
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
