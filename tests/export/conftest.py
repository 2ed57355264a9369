from __future__ import annotations

import pytest

from . import databases


@pytest.fixture(scope="session", autouse=True)
def _servers():
    """Those that the tests have started are stopped at the end."""
    yield
    databases.STOPS.close()
