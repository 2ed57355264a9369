"""`python -m purelr.micropython -o purelr_micro.py`."""

from __future__ import annotations

import sys

from . import main

sys.exit(main())
