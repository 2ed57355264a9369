"""How many cases hypothesis tries: what two minutes hold, the same each time; `--cases 100000` goes on with new ones."""

from __future__ import annotations

import collections

import pytest
from hypothesis import HealthCheck, settings

TRIED: collections.Counter[str] = collections.Counter()


def pytest_addoption(parser):
    parser.addoption(
        "--cases", type=int, default=0, help="how many new cases each fuzzer tries; 0: the fixed ones of CI"
    )


def pytest_configure(config):
    cases = config.getoption("--cases")
    quiet = list(HealthCheck)
    settings.register_profile(
        "fuzz",
        deadline=None,
        suppress_health_check=quiet,
        max_examples=cases or 150,
        derandomize=not cases,
        database=None,
        print_blob=True,
    )
    settings.load_profile("fuzz")


@pytest.fixture
def tried(request):
    """Count a case of this test."""
    return lambda: TRIED.update([request.node.originalname])


def pytest_terminal_summary(terminalreporter):
    if TRIED:
        terminalreporter.write_line(
            f"fuzzers: {sum(TRIED.values())} cases; " + ", ".join(f"{n} {k}" for k, n in TRIED.items())
        )
