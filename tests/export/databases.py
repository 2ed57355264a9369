"""Real databases to run exported SQL on, each with a table of its own: SQLite and DuckDB in memory, and a server of
PostgreSQL and of MariaDB, started here in a temporary folder on a socket of its own, and stopped at the end.

`Database.rows(table, columns, rows, query)` makes the table, asks, and gives the rows of the answer by name.
"""

from __future__ import annotations

import contextlib
import functools
import os
import pwd
import shutil
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

TYPES = {"sqlite": ("REAL", "TEXT"), "postgresql": ("DOUBLE PRECISION", "TEXT"), "mariadb": ("DOUBLE", "TEXT")}
NAMES = ("sqlite", "duckdb", "postgresql", "mariadb")


class Database:
    """A connection, and how its SQL differs: the quote of names, the mark of a parameter, the types of columns."""

    def __init__(self, name, connection, mark="?", dialect="standard"):
        self.name, self.connection, self.mark, self.dialect = name, connection, mark, dialect
        STOPS.callback(connection.close)  # before its server, which waits for that
        self.quote = "`" if dialect == "mariadb" else '"'
        self.number, self.text = TYPES.get(name, ("DOUBLE", "VARCHAR"))

    def quoted(self, name):
        return self.quote + name.replace(self.quote, 2 * self.quote) + self.quote

    def rows(self, table, columns, rows, query, text=()):
        """The answer to the query where the table has these rows; the columns at the places `text` are of text."""
        cursor = self.connection.cursor()
        cursor.execute(f"DROP TABLE IF EXISTS {self.quoted(table)}")
        types = [self.text if j in text else self.number for j in range(len(columns))]
        named = ", ".join([f"{self.quoted(column)} {kind}" for column, kind in zip(columns, types)])
        cursor.execute(f"CREATE TABLE {self.quoted(table)} ({named})")
        marks = ", ".join([self.mark] * len(columns))
        insert = f"INSERT INTO {self.escaped(self.quoted(table))} VALUES ({marks})"  # noqa: S608
        if rows:
            cursor.executemany(insert, [list(row) for row in rows])
        cursor.execute(query)
        names = [entry[0] for entry in cursor.description]
        return [dict(zip(names, line)) for line in cursor.fetchall()]

    def escaped(self, sql):
        """As a driver takes it beside parameters, which may be marked by %."""
        return sql.replace("%", "%%") if self.mark == "%s" else sql


def database(name):
    """The database of that name, started when it is first asked for. Where it is missing the test is skipped, and fails
    where CI asks for it."""
    try:
        return STARTERS[name]()
    except (ImportError, FileNotFoundError) as error:
        if os.environ.get("PURELR_NO_SKIPS"):
            raise
        pytest.skip(f"{name} is not here: {error}")


@functools.lru_cache
def sqlite():
    return Database("sqlite", sqlite3.connect(":memory:"))


@functools.lru_cache
def duckdb():
    import duckdb

    return Database("duckdb", duckdb.connect(":memory:"))


@functools.lru_cache
def postgresql():
    import psycopg

    folder, user = server_folder("postgres")
    programs = [shutil.which("initdb"), *sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin/initdb")))]
    initdb = next((program for program in reversed(programs) if program), None)
    if initdb is None:
        raise FileNotFoundError("initdb, of the package postgresql")
    run([initdb, "-D", folder / "data", "-A", "trust", "-U", "test", "-E", "UTF8", "--locale=C"], user)
    options = ["-c", "listen_addresses=", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
    start([str(Path(initdb).with_name("postgres")), "-D", folder / "data", *options], user)
    connect = lambda: psycopg.connect(host=str(folder), user="test", dbname="postgres", autocommit=True)  # noqa: E731
    return Database("postgresql", once_up(folder / ".s.PGSQL.5432", connect, psycopg.OperationalError), "%s")


@functools.lru_cache
def mariadb():
    import pymysql

    folder, user = server_folder("mysql")
    server = shutil.which("mariadbd") or shutil.which("mariadbd", path="/usr/sbin:/usr/local/sbin")
    if server is None:
        raise FileNotFoundError("mariadbd, of the package mariadb-server")
    data, socket = folder / "data", folder / "socket"
    run(["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal"], user)
    start([server, "--no-defaults", f"--datadir={data}", f"--socket={socket}", "--skip-networking"], user)
    connect = lambda: pymysql.connect(unix_socket=str(socket), user="root", charset="utf8mb4", autocommit=True)  # noqa: E731
    connection = once_up(socket, connect, pymysql.OperationalError)
    connection.cursor().execute("CREATE DATABASE purelr CHARACTER SET utf8mb4")
    connection.select_db("purelr")
    return Database("mariadb", connection, "%s", "mariadb")


STARTERS = {"sqlite": sqlite, "duckdb": duckdb, "postgresql": postgresql, "mariadb": mariadb}
STOPS = contextlib.ExitStack()


def server_folder(user):
    """A folder for a server, and how to become its user: none of them runs as root."""
    folder = Path(tempfile.mkdtemp(prefix="db"))
    STOPS.callback(shutil.rmtree, folder, ignore_errors=True)
    if os.getuid() != 0:
        return folder, {}
    with contextlib.suppress(KeyError):
        entry = pwd.getpwnam(user)
        os.chown(folder, entry.pw_uid, entry.pw_gid)
        return folder, {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise FileNotFoundError(f"the user {user}")


def run(command, user):
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False, cwd="/", **user)
    assert done.returncode == 0, done.stdout + done.stderr


def start(command, user):
    quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(list(map(str, command)), cwd="/", **quiet, **user)
    STOPS.callback(server.wait, 30)
    STOPS.callback(server.terminate)


def once_up(socket, connect, not_yet):
    """A connection, once the server has its socket and is ready."""
    for _ in range(300):
        with contextlib.suppress(not_yet):
            if socket.exists():
                return connect()
        time.sleep(0.1)
    return connect()
