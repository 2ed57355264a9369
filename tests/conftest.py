"""No test sees another's default backend, and the report's header says what is tested."""

from __future__ import annotations

import pytest

import purelr

from .backends_here import HERE


@pytest.fixture(autouse=True)
def no_default_backend(monkeypatch):
    monkeypatch.delenv("PURELR_BACKEND", raising=False)
    purelr.set_backend(None)
    yield
    purelr.set_backend(None)


def pytest_report_header():
    return f"purelr {purelr.__version__} on the backends {', '.join(HERE)}"
