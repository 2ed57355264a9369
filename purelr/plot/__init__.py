"""Pictures without a dependency: as SVG, as text for a terminal, or on matplotlib's axes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .diagnostics import influence, residuals
    from .effects import effect
    from .fits import coefficients, loss
    from .picture import Picture
    from .predictions import calibration, confusion, histogram, precision_recall, roc
    from .terminal import terminal_curve

_HOME = {
    "Picture": "picture",
    "coefficients": "fits",
    "effect": "effects",
    "influence": "diagnostics",
    "loss": "fits",
    "residuals": "diagnostics",
    "terminal_curve": "terminal",
}

__all__ = [
    "Picture",
    "calibration",
    "coefficients",
    "confusion",
    "effect",
    "histogram",
    "influence",
    "loss",
    "precision_recall",
    "residuals",
    "roc",
    "terminal_curve",
]


if not TYPE_CHECKING:  # to a type checker, a name that is not above is an error

    def __getattr__(name: str) -> object:
        """Import a picture at its first use (PEP 562)."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = f"{__name__}.{_HOME.get(name, 'predictions')}"
        return getattr(__import__(home, fromlist=[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
