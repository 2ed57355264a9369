"""Serve the page on this machine: python docs/playground/serve.py [--port 8000]

It builds the wheel from this checkout if the one of the last time is older than the sources. Pyodide comes from
node_modules, where `npm ci` in this folder has put it. Nothing is asked of any other machine.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
BUILT = HERE / "node_modules" / ".wheel"  # out of git's sight, as all of node_modules
PYODIDE = HERE / "node_modules" / "pyodide"
OURS = (
    "index.html",
    "style.css",
    "icon.svg",
    *[f"{folder}/{p.name}" for folder in ("js", "python") for p in sorted((HERE / folder).iterdir()) if p.is_file()],
)
THEIRS = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json")
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".py": "text/plain; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".zip": "application/zip",
    ".whl": "application/zip",
}
# The same policy stands in index.html, for those who serve the files otherwise; a worker goes by the header alone.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'"
)
HEADERS = {
    "Content-Security-Policy": f"{POLICY}; frame-ancestors 'none'",
    # Together these two let the page share memory with its worker, which is how a fit is stopped.
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
}


def wheel() -> Path:
    """The wheel of this checkout, built if there is none or a source is newer."""
    sources = [ROOT / "pyproject.toml", ROOT / "README.md", *(ROOT / "purelr").rglob("*.*")]
    newest = max([path.stat().st_mtime for path in sources if "__pycache__" not in path.parts])
    built = sorted(BUILT.glob("*.whl"))
    if built and built[-1].stat().st_mtime >= newest:
        return built[-1]
    for old in built:
        old.unlink()
    BUILT.mkdir(parents=True, exist_ok=True)
    if importlib.util.find_spec("flit_core"):  # then no index need be asked for it
        command = [
            sys.executable,
            "-c",
            "import sys; from flit_core.buildapi import build_wheel; build_wheel(sys.argv[1])",
        ]
    else:
        command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([*command, folder, *(["."] if "pip" in command else [])], cwd=ROOT, check=True)
        (new,) = Path(folder).glob("*.whl")
        (BUILT / new.name).write_bytes(new.read_bytes())
    return BUILT / new.name


def served() -> dict[str, Path]:
    """The file behind each address. There are no others."""
    files = {f"/{name}": HERE / name for name in OURS}
    files.update({f"/pyodide/{name}": PYODIDE / name for name in THEIRS})
    return {**files, "/": HERE / "index.html", "/purelr.whl": wheel()}


class Handler(BaseHTTPRequestHandler):
    """GET and HEAD of the files in `files`."""

    protocol_version = "HTTP/1.1"
    files: dict[str, Path]

    def do_GET(self) -> None:
        """Answer with the file, or with 404."""
        path = self.files.get(self.path.partition("?")[0])
        if path is not None and not path.is_file():
            path = None
        body = b"There is no such file.\n" if path is None else path.read_bytes()
        self.send_response(404 if path is None else 200)
        self.send_header("Content-Type", "text/plain" if path is None else TYPES[path.suffix])
        self.send_header("Content-Length", str(len(body)))
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET  # noqa: N815  # the name that http.server looks for

    def log_message(self, *args: object) -> None:
        """Say nothing of each request."""


def main() -> int:
    """Serve until Ctrl-C."""
    parser = argparse.ArgumentParser(description="Serve the playground on this machine.")
    parser.add_argument("--port", type=int, default=8000, help="8000 unless told; 0 for any that is free")
    port = parser.parse_args().port
    if not PYODIDE.is_dir():
        print(f"Pyodide is not there yet: run `npm ci` in {os.path.relpath(HERE)} first.", file=sys.stderr)
        return 2
    Handler.files = served()
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    except OSError as error:
        print(f"Port {port} cannot be had ({error.strerror}): say another with --port.", file=sys.stderr)
        return 2
    print(f"The playground is at http://127.0.0.1:{server.server_port}/ (Ctrl-C ends it)", flush=True)
    with suppress(KeyboardInterrupt):
        server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
