"""Install what docs/playground needs from npm, as its lock file says; without npm nothing, and the tests say so."""

import shutil
import subprocess
from pathlib import Path

npm = shutil.which("npm")
if npm:
    folder = Path(__file__).parents[2] / "docs" / "playground"
    subprocess.run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"], check=True, cwd=folder)
