"""Pictures without a dependency. So far: a falling curve for the terminal, in plain ASCII."""

from __future__ import annotations

from math import log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def terminal_curve(values: Sequence[float], width: int = 60, height: int = 8) -> str:
    """Positive values against their index, on a logarithmic scale, in width × height characters.

    >>> print(terminal_curve([4.0, 2.0, 1.0, 0.5], width=4, height=4))
             4 |*
               | *
               |  *
           0.5 |   *
               +----
                0  3
    """
    columns = min(width, len(values))
    shown = [values[round(k * (len(values) - 1) / max(columns - 1, 1))] for k in range(columns)]
    logs = [log(max(value, 1e-300)) for value in shown]
    low, span = min(logs), (max(logs) - min(logs)) or 1.0
    level = [round((value - low) / span * (height - 1)) for value in logs]
    labels = {height - 1: f"{max(shown):.4g}", 0: f"{min(shown):.4g}"}
    lines = []
    for line in range(height - 1, -1, -1):
        text = "".join(["*" if at == line else " " for at in level])
        lines.append(f"{labels.get(line, ''):>10} |{text}".rstrip())
    lines.append(" " * 11 + "+" + "-" * columns)
    lines.append(" " * 12 + "0" + str(len(values) - 1).rjust(columns - 1))
    return "\n".join(lines)
