"""`python -m purelr`"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    try:
        from .cli.main import main

        code = main()
    except KeyboardInterrupt:  # while it was still being imported: main has a word of its own for later
        sys.stderr.write("purelr: interrupted\n")
        code = 1
    raise SystemExit(code)
