"""The rows as the page shows them, and what is wrong between a page and a fresh run."""

from __future__ import annotations

LIMIT = 1e-9
HEAD = ("environment", "backend", "version", "coefficients by", "probabilities by", "fits", "time", "size", "start-up")


def markdown(report):
    lines = [HEAD, ["---"] * len(HEAD), *[cells(row) for row in report["rows"]]]
    return "\n".join(["| " + " | ".join(line) + " |" for line in lines]) + "\n"


def cells(row):
    first = [row["name"], row["backend"]]
    if not row["ran"]:
        return first + ["failed" if "failed" in row else "not run"] * (len(HEAD) - 2)
    version = f"{row['version']}, NumPy {row['numpy']}" if "numpy" in row else row["version"]
    lacking = [name for name, fit in row["fits"].items() if "lacking" in fit]
    fits = f"{len(row['fits']) - len(lacking)}" + (f" (no {', '.join(lacking)})" if lacking else "")
    sizes = [f"{1e3 * row['seconds']:.0f} ms", f"{row['size'] / 1000:.0f} kB", f"{1e3 * row['start']:.0f} ms"]
    return [*first, version, small(row["coef"]), small(row["proba"]), fits, *sizes]


def small(number):
    return "0" if number == 0.0 else f"{number:.1e}"


def faults(report):
    """What no table may hold: a fit that failed, a difference above the limit."""
    found = []
    for row in report["rows"]:
        place = f"{row['name']}, {row['backend']}"
        found += [f"{place}: {fault}" for fault in row["faults"]]
        for name, fit in row["fits"].items():
            worst = max(fit.get("coef", 0.0), fit.get("proba", 0.0))
            if not worst <= LIMIT:
                found.append(f"{place}: {name} differs by {worst:.1e}")
    return found


def changes(committed, fresh):
    """Which environments ran in one of two reports and not in the other. Times and versions may differ."""
    was, now = ({f"{row['name']}, {row['backend']}": row["ran"] for row in r["rows"]} for r in (committed, fresh))
    found = [f"{place} is no longer in the list" for place in was if place not in now]
    for place, ran in now.items():
        if ran != was.get(place):
            found.append(f"{place} {'ran' if ran else 'did not run'}, and the page says otherwise")
    return found
