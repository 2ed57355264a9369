"""Fills a folder with the wheel of this checkout and those of pytest and what it needs: python wheels.py FOLDER"""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PINNED = ("pytest==8.4.2", "pluggy==1.6.0", "iniconfig==2.3.0", "packaging==25.0", "pygments==2.19.2")

folder = Path(sys.argv[1])
shutil.rmtree(folder, ignore_errors=True)
pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
subprocess.run([*pip, "download", "--no-deps", "--only-binary=:all:", "--dest", folder, *PINNED], check=True)
build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
