"""What a type checker tells a user of the library: nothing about what is right, and every slip on its line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CHECKERS = {"mypy": ["mypy", "--strict"], "pyright": ["pyright"]}
LEAST = 95.0  # per cent of the public names whose types are known


def checked(*command):
    """What a checker prints."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    line = [sys.executable, "-m", *command]
    return subprocess.run(
        line, cwd=HERE, env=env, capture_output=True, encoding="utf-8", check=False, timeout=600
    ).stdout


@pytest.mark.parametrize("checker", CHECKERS)
def test_what_is_right_is_not_complained_about(checker):
    said = checked(*CHECKERS[checker], "user.py")
    assert "Success: no issues" in said or "0 errors" in said, said


@pytest.mark.parametrize("checker", CHECKERS)
def test_every_slip_is_seen_on_its_line_and_no_other(checker):
    lines = (HERE / "wrong.py").read_text(encoding="utf-8").splitlines()
    wanted = [number for number, line in enumerate(lines, 1) if line.endswith("# wrong")]
    said = checked(*CHECKERS[checker], "wrong.py")
    assert len(wanted) > 20
    assert sorted({int(number) for number in re.findall(r"wrong\.py:(\d+)[^\n]*error", said)}) == wanted, said


def test_the_types_of_the_public_names_are_known():
    said = checked("pyright", "--verifytypes", "purelr", "--ignoreexternal")
    score = re.search(r"Type completeness score: ([\d.]+)%", said)
    assert score, said
    assert float(score[1]) >= LEAST
