"""An exported JavaScript module in pages, as docs/export.md has them: from a server, and opened from the disk."""

from __future__ import annotations

import contextlib
import functools
import http.server
import re
import subprocess
import threading
from pathlib import Path

import purelr

DOCS = Path(__file__).parents[2] / "docs" / "export.md"


def pages():
    """The two of the docs: one that imports the module, and one that has it in it."""
    found = re.findall(r"^```html\n(.*?)^```$", DOCS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(found) == 2
    return found


def shown(address, folder):
    """The text of a page, once its scripts have run."""
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    done = subprocess.run([*command, "--dump-dom", address], capture_output=True, text=True, check=True, timeout=120)
    return re.search(r"<output>(.*?)</output>", done.stdout, re.DOTALL)[1]


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@contextlib.contextmanager
def served(folder):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def test_the_pages_of_the_docs(tmp_path):
    hours = [[0.5, 1.0], [1.0, 0.5], [2.0, 2.0], [2.5, 1.5], [3.0, 3.0], [4.0, 2.5]]
    labels = ["<fail>", "<fail>", "pass", "<fail>", "pass", "pass"]  # in a script, </script> or <!-- would end it
    model = purelr.LogisticRegression().fit(hours, labels)
    program = model.export("javascript", tmp_path / "exam.mjs")
    imports, holds = pages()
    (tmp_path / "index.html").write_text(imports, encoding="utf-8")
    with served(tmp_path) as address:
        assert shown(f"{address}/index.html", tmp_path) == "pass"
    assert "THE PROGRAM" in holds
    (tmp_path / "alone.html").write_text(holds.replace("THE PROGRAM", program), encoding="utf-8")
    assert shown((tmp_path / "alone.html").as_uri(), tmp_path) == "pass"
