"""Pictures without a dependency: as SVG, as text for a terminal, or on matplotlib's axes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .picture import Picture
    from .pictures import calibration, coefficients, confusion, histogram, loss, precision_recall, roc
    from .terminal import terminal_curve

_HOME = {"Picture": "picture", "terminal_curve": "terminal"}

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


def __getattr__(name: str) -> object:
    """Import a picture at its first use (PEP 562): the one file of the library has the terminal's alone."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = f"{__name__}.{_HOME.get(name, 'pictures')}"
    return getattr(__import__(home, fromlist=[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
