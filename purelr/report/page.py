"""The HTML of a report: its one page, sections, figures and tables. Readable by day, by night, on a phone, on paper."""

from __future__ import annotations

from ..basics.text import escape, html_table
from ..plot.svg import COLOURS, style

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..plot import Picture

STYLE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 system-ui,sans-serif;overflow-wrap:anywhere}
main{max-width:70rem;margin:0 auto;padding:2.5rem clamp(1rem,4vw,3rem)}
h1{font-size:clamp(1.6rem,5vw,2.2rem);line-height:1.2;letter-spacing:-.015em;margin:0 0 .6rem;font-weight:650}
h2{font-size:1.3rem;line-height:1.3;margin:3.2rem 0 1.2rem;padding-top:1.2rem;border-top:1px solid var(--line);
font-weight:650}
h3,caption{font-size:1rem;line-height:1.4;margin:0 0 .6rem;font-weight:600;text-align:left}
p{margin:0 0 1rem;max-width:42rem}
.lead{font-size:1.1rem;color:var(--soft)}
.note,figcaption,footer{color:var(--soft);font-size:.92rem}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8rem,1fr));gap:1.2rem;margin:1.8rem 0 0}
.figures dt{color:var(--soft);font-size:.92rem}
.figures dd{margin:0;font-size:1.7rem;line-height:1.3;font-weight:600;font-variant-numeric:tabular-nums}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,25rem),1fr));gap:2.2rem 3rem}
.pair>*{min-width:0}
figure{margin:0;max-width:33rem}
.pair>.wide{margin:0}
figure svg{display:block;width:100%;height:auto}
figcaption{margin-top:.5rem}
.wide{overflow-x:auto;margin:2rem 0 0;background:
linear-gradient(90deg,var(--paper) 1.5rem,transparent) 0 0/3rem 100% no-repeat local,
linear-gradient(270deg,var(--paper) 1.5rem,transparent) 100% 0/3rem 100% no-repeat local,
linear-gradient(90deg,#8889,#8880) 0 0/1rem 100% no-repeat scroll,
linear-gradient(270deg,#8889,#8880) 100% 0/1rem 100% no-repeat scroll}
.wide:focus-visible{outline:2px solid var(--soft);outline-offset:3px}
table{border-collapse:collapse;font-size:.92rem;line-height:1.45;font-variant-numeric:tabular-nums}
th,td{padding:.38rem 1.1rem .38rem 0;text-align:right;vertical-align:top;border-bottom:1px solid var(--line)}
th{font-weight:600;overflow-wrap:break-word;max-width:16rem}
tbody th{font-weight:500}
td{white-space:nowrap}
.pair td{white-space:normal;overflow-wrap:normal}
thead th{color:var(--soft);vertical-align:bottom;min-width:4.5rem;max-width:9rem}
th:first-child{text-align:left;min-width:8rem}
footer{margin-top:3.2rem;padding-top:1.2rem;border-top:1px solid var(--line)}
@media print{@page{margin:16mm}body{font-size:10pt}main{padding:0;max-width:none}.wide{overflow:visible}
td{white-space:normal}
figure,tr,.figures{break-inside:avoid}h2,h3,caption{break-after:avoid}}
"""


def page(title: str, lead: str, body: str, foot: str) -> str:
    """The whole file. Its policy forbids the browser to load or run anything at all."""
    day, night = [";".join([f"--{name}:{pair[k]}" for name, pair in COLOURS.items()]) for k in (0, 1)]
    colours = f":root{{{day}}}@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}"
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{colours}{STYLE}{style()}</style></head>\n"
        f'<body><main><h1>{escape(title)}</h1><p class="lead">{escape(lead)}</p>{body}'
        f"<footer>{escape(foot)}</footer></main></body></html>\n"
    )


def section(heading: str, figures: Sequence[str] = (), tables: str = "", note: str = "") -> str:
    """A part of the page: pictures side by side where there is room, a remark, tables."""
    remark = f'<p class="note">{escape(note)}</p>' if note else ""
    pair = f'<div class="pair">{"".join(figures)}</div>' if figures else ""
    return f"<section><h2>{escape(heading)}</h2>{remark}{pair}{tables}</section>\n"


def figure(picture: Picture, how_to_read: str) -> str:
    """A picture with its heading and how to read it."""
    return (
        f"<figure><h3>{escape(picture.title)}</h3>{picture.drawing(alone=False)}"
        f"<figcaption>{escape(how_to_read)}</figcaption></figure>"
    )


def table(caption: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in a box of its own, which scrolls where the table is wider than the page; the keyboard reaches it."""
    label = escape(caption)
    return (
        f'<div class="wide" role="region" aria-label="{label}" tabindex="0">{html_table(caption, header, rows)}</div>'
    )


def figures(shown: Sequence[tuple[str, str]]) -> str:
    """A few numbers, large."""
    cells = "".join([f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>" for name, value in shown])
    return f'<dl class="figures">{cells}</dl>'
