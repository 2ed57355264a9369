"""The backends that this run tests, and a decorator that runs a test class once on each of them.

PURELR_TEST_BACKENDS names them ("pure" or "pure,numpy"); without it, those that are here. The strict backend always runs:
it needs nothing.
"""

from __future__ import annotations

import os
import sys
from types import MappingProxyType

import purelr

from .strict import StrictBackend

NAMED = os.environ.get("PURELR_TEST_BACKENDS")
HERE = (NAMED.split(",") if NAMED else purelr.available_backends()) + ["strict"]


def backend_of(name):
    return StrictBackend() if name == "strict" else purelr.get_backend(name)


def per_backend(abstract):
    """Put one subclass of `abstract` for each backend into its module: `_Laws` becomes `TestLaws_pure` and so on."""
    module = sys.modules[abstract.__module__]
    for name in HERE:
        made = type(f"Test{abstract.__name__.lstrip('_')}_{name}", (abstract,), {"backend_name": name})
        made.backend = backend_of(name)
        made.__module__ = abstract.__module__
        setattr(module, made.__name__, made)
    return abstract


def as_input(name, rows):
    """Rows in the kind of input that leads to the backend by itself."""
    if name == "numpy":
        import numpy as np

        return np.array(rows)
    return rows


class PerBackend:
    """What is tested once for each backend: fits on it."""

    backend = None
    options = MappingProxyType({})

    def fit(self, rows, labels, sample_weight=None, **options):
        model = purelr.LogisticRegression(**{"backend": self.backend, **self.options, **options})
        return model.fit(rows, labels, sample_weight)


class Unpenalised(PerBackend):
    """Fits without a penalty, for standard errors."""

    options = MappingProxyType({"C": float("inf")})
