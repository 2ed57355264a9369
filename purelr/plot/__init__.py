"""Pictures without a dependency: as SVG, as text for a terminal, or on matplotlib's axes."""

from __future__ import annotations

from .picture import Picture
from .pictures import calibration, coefficients, confusion, histogram, loss, precision_recall, roc
from .terminal import terminal_curve

__all__ = [
    "Picture",
    "calibration",
    "coefficients",
    "confusion",
    "histogram",
    "loss",
    "precision_recall",
    "roc",
    "terminal_curve",
]
