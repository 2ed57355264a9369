"""CSV files as people have them; what is wrong with one is said by line."""

from __future__ import annotations

import io

import pytest

from purelr.basics.random_numbers import SplitMix64
from purelr.data.csv_file import CSVFile


def opened(tmp_path, data, **options):
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    return CSVFile(str(path), **options)


@pytest.mark.parametrize(
    ("data", "options", "names", "rows"),
    [
        (b"a,b\n1,2\n3,4\n", {}, ["a", "b"], [(2, ["1", "2"]), (3, ["3", "4"])]),
        (b"a\n1\n\n2", {}, ["a"], [(2, ["1"]), (4, ["2"])]),
        (b"a , b\r\n 1,2 \r\n", {}, ["a", "b"], [(2, ["1", "2"])]),
        (b"a,b\r1,2\r", {}, ["a", "b"], [(2, ["1", "2"])]),
        (b"\xef\xbb\xbfa;b\n1,5;x\n", {"decimal": ","}, ["a", "b"], [(2, ["1.5", "x"])]),
        (b"a;b\n1,5;2,x\n", {"decimal": ","}, ["a", "b"], [(2, ["1.5", "2,x"])]),
        (b'"a, b";c\n"say ""x""\ny";2\n', {}, ["a, b", "c"], [(3, ['say "x"\ny', "2"])]),
        ("a\tb\n1\tü\n".encode("latin-1"), {"encoding": "latin-1"}, ["a", "b"], [(2, ["1", "ü"])]),
        ("a|b\n1|ü\n".encode("utf-16"), {}, ["a", "b"], [(2, ["1", "ü"])]),
        (b"a,b;c\n1,2;3\n", {"delimiter": ";"}, ["a,b", "c"], [(2, ["1,2", "3"])]),
    ],
)
def test_what_people_write_is_read_and_read_again(tmp_path, data, options, names, rows):
    file = opened(tmp_path, data, **options)
    assert file.names == names
    assert list(file.rows()) == rows
    assert list(file.rows()) == rows
    assert file.size == len(data)


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        (b"", {}, "with the names of its columns in the first line; got nothing"),
        (b"\n\n", {}, "got nothing"),
        (b"1,2\n3,4\n", {}, "got numbers alone, '1' first. Put a line of names in front."),
        (b"a,a\n", {}, "columns with different names; got 'a' twice"),
        (b"a,,b\n", {}, "a name for each column; got none for column 2"),
        (b"a,b\n1,2\n1\n", {}, "2 cells a line, as its header has names; got 1 in line 3, which begins with '1'"),
        (b'a,b\n"1,2\n', {}, "must be CSV; got unexpected end of data in line 2. Is a quote missing?"),
        (b'a,b\n"1"x,2\n', {}, "must be CSV; got ',' expected after '\"' in line 2"),
        (b"a,b\n1,\xfc\n", {}, "must be text in utf-8; got the byte 0xfc in b'a,b\\n1,\\xfc\\n'. Say which encoding"),
        (b"\xff\xfea\x00,\x00b", {}, "must be text in utf-16; got"),
        (b"a\n1\n", {"encoding": "zzz"}, "encoding must be one that Python knows"),
        (b"a\n1\n", {"delimiter": "ab"}, "delimiter must be one character; got 'ab'"),
        (b"a\n1\n", {"delimiter": '"'}, "delimiter must be one character"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, data, options, message):
    opened_here = []
    with pytest.raises(ValueError, match="must be") as caught:
        opened_here.append(opened(tmp_path, data, **options))
        list(opened_here[0].rows())
    assert message in str(caught.value)
    assert all([file._file.closed for file in opened_here])  # and not when the error is forgotten


def test_a_file_that_is_not_there_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        CSVFile(str(tmp_path / "none.csv"))


def test_standard_input_is_read_once(monkeypatch):
    class Input:
        buffer = io.BufferedReader(io.BytesIO(b"a,b\n1,2\n"))

    monkeypatch.setattr("sys.stdin", Input)
    file = CSVFile("-")
    assert file.shown == "standard input"
    assert list(file.rows()) == [(2, ["1", "2"])]


def test_a_column_that_is_not_there_can_be_an_empty_one(tmp_path):
    file = opened(tmp_path, b"a\n1\n")
    file.add_absent("b")
    assert file.names == ["a", "b"]
    assert list(file.rows()) == [(2, ["1", ""])]


def test_random_bytes_are_read_or_refused(tmp_path):
    stream = SplitMix64(1)
    alphabet = b'ab12,;\t|"\r\n .\x00\xff\xc3\xbc\xef\xbb\xbf-'
    for _ in range(1500):
        data = bytes([alphabet[stream.below(len(alphabet))] for _ in range(stream.below(60))])
        said = ""
        try:
            file = opened(tmp_path, data)
            rows = list(file.rows())
        except ValueError as error:
            said = str(error)
        assert "must be" in said if said else all(len(cells) == len(file.names) for _, cells in rows)


def test_a_header_of_a_hundred_thousand_columns_is_read_in_one_pass(tmp_path):
    """A quadratic look for equal names does not end here."""
    names = [f"c{j}" for j in range(100_000)]
    file = opened(tmp_path, ",".join(names).encode() + b"\n" + b"1," * 99_999 + b"1\n")
    assert file.names == names
    with pytest.raises(ValueError, match=r"different names; got 'c7' twice"):
        opened(tmp_path, ",".join([*names, "c7"]).encode())


def test_a_line_without_an_end_is_read_to_the_limit_and_no_further(monkeypatch, tmp_path):
    monkeypatch.setattr("purelr.data.csv_file.LONGEST", 1000)
    for data in (b"\0" * 5000, b"a,b\n" + b"1" * 5000, b'a,b\n"' + b"x" * 5000):
        with pytest.raises(ValueError, match=r"must be lines of less than 1,000 characters; got a longer one"):
            list(opened(tmp_path, data).rows())
    assert len(list(opened(tmp_path, b"a,b\n" + b"1" * 400 + b"," + b"2" * 400 + b"\n").rows())) == 1


def test_an_encoding_that_decodes_nothing_is_none(tmp_path):
    for encoding in ("undefined", "idna2", "hex"):
        with pytest.raises(ValueError, match="encoding must be one that Python knows"):
            opened(tmp_path, b"a,b\n1,2\n", encoding=encoding)
    for encoding in ("utf-8", "cp1252", "utf-16", "utf-32", "latin-1", "utf-8-sig", "cp037"):
        assert opened(tmp_path, "a,b\n1,2\n".encode(encoding), encoding=encoding).names == ["a", "b"]


@pytest.mark.parametrize(("before", "shown"), [(40, "aaaaaaaaaaaaaaa"), (15, "aaaaaaaaaaaaaaa"), (3, "aaa")])
def test_a_bad_byte_is_shown_with_what_is_before_and_after_it(tmp_path, before, shown):
    path = tmp_path / "table.csv"
    path.write_bytes(b"a" * before + b"\xfc" + b"b" * 40 + b"\n1\n")
    with pytest.raises(ValueError) as caught:
        list(CSVFile(str(path)).rows())
    assert f"the byte 0xfc in b'{shown}\\xfc{'b' * 14}'. Say" in str(caught.value)
