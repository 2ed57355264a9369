"""The page in a real browser: each .test.mjs beside this file, with the page served as a user serves it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .native import cases

HERE = Path(__file__).parent
PLAYGROUND = HERE.parents[1] / "docs" / "playground"
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
NEEDS = {
    "Chromium (or CHROMIUM with its path)": CHROMIUM,
    "node": shutil.which("node"),
    "docs/playground/node_modules (npm ci)": (PLAYGROUND / "node_modules" / "pyodide").is_dir(),
}
MISSING = [name for name, there in NEEDS.items() if not there]


@pytest.fixture(scope="session")
def address():
    """Where the page is served."""
    if MISSING and os.environ.get("CI"):
        pytest.fail(f"not here: {', '.join(MISSING)}")
    if MISSING:
        pytest.skip(f"not here: {', '.join(MISSING)}")
    serve = [sys.executable, PLAYGROUND / "serve.py", "--port", "0"]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, encoding="utf-8") as server:
        yield re.search(r"http://127\.0\.0\.1:\d+/", server.stdout.readline())[0]
        server.terminate()


@pytest.fixture(scope="session")
def native(tmp_path_factory):
    """A file with the numbers that this interpreter finds."""
    path = tmp_path_factory.mktemp("native") / "native.json"
    path.write_text(json.dumps(cases()), encoding="utf-8")
    return path


@pytest.mark.parametrize("script", [path.name for path in sorted(HERE.glob("*.test.mjs"))])
def test_in_chromium(script, address, native):
    env = {**os.environ, "PLAYGROUND": address, "NATIVE": str(native), "CHROMIUM": str(CHROMIUM)}
    done = subprocess.run(
        [NEEDS["node"], "--test", "--test-reporter=spec", HERE / script],
        capture_output=True,
        encoding="utf-8",
        env=env,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"^ℹ pass [1-9]", done.stdout, re.MULTILINE), done.stdout


def test_only_the_files_of_the_page_are_served(address):
    from urllib.error import HTTPError
    from urllib.request import urlopen

    for path in ("package.json", "serve.py", "js/../serve.py", "%2e%2e/%2e%2e/pyproject.toml", "node_modules/"):
        with pytest.raises(HTTPError, match="404"):
            urlopen(address + path)  # noqa: S310
    with urlopen(address) as answer:  # noqa: S310
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_the_lock_names_no_registry():
    lock = json.loads((PLAYGROUND / "package-lock.json").read_text(encoding="utf-8"))
    for name, package in lock["packages"].items():
        assert "resolved" not in package
        assert not name or package["integrity"].startswith("sha512-")
    assert lock["packages"]["node_modules/pyodide"]["version"] == "314.0.7"
