"""purelr and its peers, side by side.

    python benchmarks/run.py [--only TEXT] [--threads N] [--out FOLDER] [--against RESULTS.json]

Every fit goes to the same gradient of the same objective, which the benchmark checks from the results. A peer is run
with the loosest tolerance of its own that gets there, and with the same number of threads. Writes a table to the
terminal, and with --out also table.md, results.json (with the machine and the versions), times.svg, and growth-rows.svg,
growth-columns.svg and growth-classes.svg. With --against it ends with what has become slower by more than a fifth since
that run, as ratios to the fastest peer, which a slower machine leaves as they are.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib import metadata
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]


def main():
    options = arguments()
    for name in ("OMP", "OPENBLAS", "MKL", "NUMBA", "POLARS_MAX"):
        os.environ[f"{name}_NUM_THREADS"] = str(options.threads)  # before NumPy is imported
    from cases import CASES
    from growth import growths
    from measure import run
    from others import OTHERS

    lines, results = [], []
    for case in CASES:
        if options.only in case.name:
            timings = run(case)
            results.append({"case": case.name, "target": case.target, "timings": [t.as_dict() for t in timings]})
            lines.extend(show(case, timings))
    for name, measure in OTHERS.items():
        if options.only in name:
            for case, against, ratio, target in measure():
                results.append({"case": case, "against": against, "ratio": ratio, "target": target})
                lines.append((case, against, "", "", "not run" if ratio is None else f"{ratio:.3g}", f"{target:g}"))
                print("  ".join(lines[-1]), flush=True)
    growth = growths(options.only)
    if options.out:
        write(Path(options.out), lines, results, options.threads, growth)
    if options.against:
        compare(json.loads(Path(options.against).read_text(encoding="utf-8"))["results"], results)


def arguments():
    parser = argparse.ArgumentParser(description="purelr and its peers, side by side.")
    parser.add_argument("--only", default="", metavar="TEXT", help="the cases whose name holds this text")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="for every contender (default: all cores)")
    parser.add_argument("--out", metavar="FOLDER", help="where to write table.md, results.json and times.svg")
    parser.add_argument("--against", metavar="FILE", help="a results.json, to say what is slower than in that run")
    return parser.parse_args()


def ratios(results):
    """{(case, against): purelr's time over the fastest peer's, or over what the case names}"""
    found = {}
    for result in results:
        if "timings" not in result:
            found[result["case"], result["against"]] = result["ratio"]
            continue
        ours, *others = [timing["median"] for timing in result["timings"]]
        fastest = min([median for median in others if median], default=None)
        found[result["case"], "the fastest peer"] = ours / fastest if ours and fastest else None
    return found


def compare(before, now):
    """Print what is slower than it was by more than a fifth; what was not measured in both runs is counted, and said."""
    old, new = ratios(before), ratios(now)
    both = [key for key in new if new[key] and old.get(key)]
    slower = [key for key in both if new[key] > 1.2 * old[key]]
    for case, against in slower:
        was, is_ = old[case, against], new[case, against]
        print(f"slower: {case}, against {against}: {was:.3g} before, {is_:.3g} now ({is_ / was:.2f} times)")
    print(
        f"{len(slower)} of {len(both)} ratios are worse by more than a fifth; {len(new) - len(both)} are in one run alone."
    )


def show(case, timings):
    """The lines of one case: purelr, then each peer with the ratio of purelr's time to its own."""
    ours = timings[0]
    medians = [t.median for t in timings[1:] if t.median is not None]
    fastest = min(medians) if medians else None
    lines = []
    for timing in timings:
        time = f"{1e3 * timing.median:.2f} ms" if timing.median is not None else timing.note
        spread = f"{1e3 * min(timing.seconds):.2f}-{1e3 * max(timing.seconds):.2f}" if timing.seconds else ""
        ratio = (
            ""
            if timing is ours or timing.median is None or ours.median is None
            else f"{ours.median / timing.median:.3g}"
        )
        target = (
            f"{case.target:g}" if timing.median is not None and timing.median == fastest and timing is not ours else ""
        )
        lines.append((case.name, timing.name, time, spread, ratio, target))
        print("  ".join(lines[-1]), flush=True)
    return lines


def write(folder, lines, results, threads, growth):
    from growth import pictures

    folder.mkdir(parents=True, exist_ok=True)
    head = ("case", "contender", "median", "spread, ms", "purelr / it", "aim")
    table = ["| " + " | ".join(line) + " |" for line in [head, ["---"] * 6, *lines]]
    (folder / "table.md").write_text("\n".join(table) + "\n", encoding="utf-8")
    packages = (
        "numpy",
        "scikit-learn",
        "scikit-learn-intelex",
        "glum",
        "statsmodels",
        "skglm",
        "polars-ds",
        "rustystats",
    )
    packages += ("firthmodels", "mak-mini-ml", "data-science-ml-ai999x")
    machine = {
        "python": sys.version,
        "platform": platform.platform(),
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "threads": threads,
        "versions": {name: version(name) for name in packages},
    }
    (folder / "results.json").write_text(
        json.dumps({"machine": machine, "results": results, "growth": growth}, indent=1), encoding="utf-8"
    )
    picture(folder / "times.svg", results)
    pictures(folder, growth)


def version(package):
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def picture(path, results):
    """Bars of the median times, one panel a case, each from 0."""
    from measure import pyplot

    plt = pyplot("times.svg")
    cases = [r for r in results if "timings" in r and any(t["median"] for t in r["timings"])]
    if not (plt and cases):
        return
    figure, axes = plt.subplots(len(cases), 1, figsize=(8, 1.6 * len(cases)), squeeze=False, layout="constrained")
    for axis, case in zip(axes[:, 0], cases):
        shown = [t for t in case["timings"] if t["median"]][::-1]
        colours = ["#1f6f8b" if t["name"] == "purelr" else "#b8c4c8" for t in shown]
        bars = axis.barh([t["name"] for t in shown], [1e3 * t["median"] for t in shown], color=colours)
        axis.bar_label(
            bars,
            labels=[f" {1e3 * t['median']:,.3g} ms" if t["median"] < 1 else f" {t['median']:.2f} s" for t in shown],
            fontsize=8,
        )
        axis.margins(x=0.15)
        axis.set_xticks([])
        axis.set_title(case["case"], loc="left", fontsize=9)
        axis.tick_params(labelsize=8)
        axis.spines[["top", "right", "bottom"]].set_visible(False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    main()
