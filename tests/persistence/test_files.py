"""A file is replaced whole or not at all: by a process that is killed, on a full disk, through a link."""

from __future__ import annotations

import importlib.resources
import io
import os
import subprocess
import sys
import time
import zipfile
from types import SimpleNamespace

import pytest

import purelr
from purelr import LR, load
from purelr.persistence import files

OLD, NEW = [0.0, 1.0], [2.0, 3.0]


def model(weights):
    made = LR()
    made.weights = weights
    return made


# Saves the new model, but stops for good when it comes to the call that it is told.
SAVER = """
import os, sys
from purelr import LR

def stop(*arguments, **options):
    print("here", flush=True)
    sys.stdin.read()

path, point = sys.argv[1:]
model = LR()
model.weights = [2.0, 3.0] + [0.5] * 50_000
if point == "after":
    model.save(path)
    stop()
elif point == "write":
    import purelr.persistence.files as files
    class Half:
        def __init__(self, file): self.file = file
        def __enter__(self): return self
        def __exit__(self, *_): self.file.close()
        def write(self, data):
            self.file.write(data[: len(data) // 2])
            self.file.flush()
            stop()
    files.open = lambda *arguments, **options: Half(open(*arguments, **options))
else:
    setattr(os, point, stop)
model.save(path)
"""


@pytest.mark.parametrize("point", ["write", "fsync", "chmod", "replace", "after"])
def test_a_process_killed_during_a_save_leaves_the_old_file_or_the_new_one(point, tmp_path):
    path = tmp_path / "model.json"
    model(OLD).save(path)
    before = path.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(path), point], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    )
    with process:
        assert process.stdout.readline() == "here\n"
        process.kill()
    assert process.returncode != 0
    if point == "after":
        assert load(path).weights[:2] == NEW
        assert list(tmp_path.iterdir()) == [path]
    else:
        assert path.read_bytes() == before
        assert load(path).weights == OLD
        assert all(other == path or other.name.startswith(".purelr-") for other in tmp_path.iterdir())


def test_a_process_killed_at_any_moment_leaves_a_whole_file(tmp_path):
    path = tmp_path / "model.json"
    code = (
        "import sys; from purelr import LR; model = LR(); n = 0\n"
        "while True:\n"
        "    n += 1; model.weights = [float(n)] * 20_000; model.save(sys.argv[1])\n"
        "    n == 1 and print('here', flush=True)"
    )
    for k in range(6):
        process = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, encoding="utf-8")
        with process:
            assert process.stdout.readline() == "here\n"
            time.sleep(0.013 * k)
            process.kill()
        weights = load(path).weights
        assert len(weights) == 20_000
        assert len(set(weights)) == 1


@pytest.mark.parametrize("point", ["fsync", "replace"])
def test_an_error_during_a_save_leaves_the_old_file_and_no_other(point, tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    path = tmp_path / "model.json"
    model(OLD).save(path)
    with monkeypatch.context() as patched:
        patched.setattr(os, point, full)
        with pytest.raises(OSError, match="No space left"):
            model(NEW).save(path)
    assert load(path).weights == OLD
    assert list(tmp_path.iterdir()) == [path]
    model(NEW).save(path)
    assert load(path).weights == NEW


def test_paths_of_every_kind(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for path in ("model.json", tmp_path / "m.json", "ж 模.json", "n" * 250):
        model(NEW).save(path)
        assert load(path).weights == NEW
    assert len(list(tmp_path.iterdir())) == 4
    for path in (None, 3, ""):
        for use in (model(NEW).save, load):
            with pytest.raises(ValueError, match="path must be the path of a file, as text or a Path; got "):
                use(path)
    with pytest.raises(ValueError, match="path must be the path of a file, as text or a Path; got "):
        model(NEW).save(b"model.json")


def test_what_cannot_be_written_to_is_said(tmp_path):
    with pytest.raises(ValueError, match=r"path must be the path of a file; got .* which is something else"):
        model(NEW).save(tmp_path)
    with pytest.raises(FileNotFoundError):
        model(NEW).save(tmp_path / "nowhere" / "model.json")
    assert not list(tmp_path.iterdir())


@pytest.mark.skipif(os.name == "nt", reason="links and modes are of POSIX")
def test_a_link_stays_one_and_the_mode_is_kept(tmp_path):
    path, link = tmp_path / "model.json", tmp_path / "link.json"
    model(OLD).save(path)
    path.chmod(0o600)
    link.symlink_to(path)
    model(NEW).save(link)
    assert link.is_symlink()
    assert load(path).weights == NEW
    assert path.stat().st_mode & 0o777 == 0o600


def test_no_more_is_read_than_the_limit(tmp_path):
    path = tmp_path / "model.json"
    path.write_text("x" * 100)
    assert files.read(path, 100) == "x" * 100
    with pytest.raises(
        ValueError, match=r"must be a file of at most 99 bytes; got more. If you trust it, say load\(path"
    ):
        files.read(path, 99)


def test_a_folder_that_is_not_there_is_named_with_the_file(tmp_path):
    path = tmp_path / "none" / "model.json"
    with pytest.raises(FileNotFoundError) as caught:
        model(OLD).save(path)
    assert caught.value.filename == str(path)


def test_a_disk_that_is_full_at_the_end_leaves_nothing_and_names_the_file(tmp_path, monkeypatch):
    """What a buffer still holds is written by close(), which can be the call that fails, again and again."""
    import builtins

    class Full:
        def __init__(self, *arguments, **options):
            self.file = builtins.open(*arguments, **options)  # noqa: SIM115  # closed below

        def write(self, data):
            return len(data)

        def flush(self):
            raise OSError(28, "No space left on device")

        def close(self):
            self.file.close()
            raise OSError(28, "No space left on device")

    path = tmp_path / "model.json"
    for old in (False, True):
        with monkeypatch.context() as patched:
            patched.setattr(files, "open", Full, raising=False)
            with pytest.raises(OSError, match="No space left") as caught:
                model(NEW).save(path)
        assert caught.value.filename == str(path)
        assert list(tmp_path.iterdir()) == [path] * old
        model(OLD).save(path)
    assert load(path).weights == OLD


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
def test_a_temporary_file_is_never_wider_than_its_target(tmp_path, monkeypatch):
    path, modes = tmp_path / "model.json", []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: modes.append(os.fstat(number).st_mode & 0o777) or fsync(number))
    for mode in (0o600, 0o640, 0o644):
        model(OLD).save(path)
        path.chmod(mode)
        model(NEW).save(path)
        assert path.stat().st_mode & 0o777 == mode
        assert modes.pop() == 0o600
    path.chmod(0o444)
    with pytest.raises(PermissionError, match="read-only") as caught:
        model(OLD).save(path)
    assert caught.value.filename == str(path)
    assert load(path).weights == NEW
    assert list(tmp_path.iterdir()) == [path]


def test_names_that_cannot_be_are_named_as_they_were_given(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"path must be the path of a file; got 'out/', which is something else"):
        model(NEW).save("out/")
    for name in ("n" * 300, os.path.join("none", "m.json")):
        with pytest.raises(OSError, match=r"name too long|No such file") as caught:
            model(NEW).save(name)
        assert caught.value.filename == name
    assert not list(tmp_path.iterdir())


def models():
    X = [[0.0], [1.0], [2.0], [3.0]]
    return [purelr.LogisticRegression().fit(X, ["no", "yes", "no", "yes"]), purelr.LR().fit(X, [0, 1, 0, 1])]


@pytest.mark.parametrize("model", models(), ids=["LogisticRegression", "LR"])
def test_a_model_is_loaded_from_wherever_it_is(model, tmp_path, monkeypatch):
    wanted, text = model.predict_proba([[1.5]]), model.to_json()
    model.save(tmp_path / "m.json")
    assert (tmp_path / "m.json").read_text(encoding="utf-8") == text
    with zipfile.ZipFile(tmp_path / "models.zip", "w") as archive:
        archive.writestr("deep/m.json", text)
    package = tmp_path / f"package_of_{type(model).__name__}"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "m.json").write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    written, binary = io.StringIO(), io.BytesIO()
    model.save(written)
    model.save(binary)
    with open(tmp_path / "m.json", encoding="utf-8") as open_text, open(tmp_path / "m.json", "rb") as open_bytes:
        for source in (
            str(tmp_path / "m.json"),
            tmp_path / "m.json",
            text,
            "\ufeff \n" + text,
            text.encode("utf-8"),
            bytearray(text, "utf-8"),
            memoryview(text.encode("utf-8")),
            open_text,
            open_bytes,
            io.StringIO(written.getvalue()),
            io.BytesIO(binary.getvalue()),
            zipfile.Path(tmp_path / "models.zip", "deep/m.json"),
            importlib.resources.files(package.name) / "m.json",
        ):
            assert purelr.load(source).predict_proba([[1.5]]) == wanted, source


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ('{"a": 1', r"^The text: The file must be JSON"),
        (b"[1]", r"^The bytes: "),
        (b"\xff\xfe", r"^The bytes must be UTF-8"),
        (io.BytesIO(b"[1"), r"^The open file: The file must be JSON"),
        (" " * 40 + "{" + " " * 100, r"^The text must be a file of at most 100 bytes"),
        (b" " * 200, r"^The bytes must be a file of at most 100 bytes"),
        (io.StringIO("ä" * 60), r"^The open file must be a file of at most 100 bytes"),
    ],
    ids=repr,
)
def test_what_is_no_model_is_named(source, message):
    with pytest.raises(purelr.ModelFileError, match=message) as error:
        purelr.load(source, limit=100)
    assert len(str(error.value)) < 300


def test_a_part_of_an_archive_is_read_no_further_than_the_limit(tmp_path):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("m.json", b"{" + b" " * 50_000_000)
    with pytest.raises(purelr.ModelFileError, match=r"bomb\.zip.m\.json must be a file of at most 16,000,000 bytes"):
        purelr.load(zipfile.Path(tmp_path / "bomb.zip", "m.json"))
    taken = []
    file = io.BytesIO(b" " * 50_000_000)
    read = file.read
    with pytest.raises(purelr.ModelFileError, match="at most 16,000,000 bytes"):
        purelr.load(SimpleNamespace(read=lambda n: taken.append(n) or read(n)))
    assert sum(taken) == 16_000_001
    for wrong in (3, None, 1.5, [], {"a": 1}, ""):
        with pytest.raises(ValueError, match="path must be the path of a file"):
            purelr.load(wrong)
