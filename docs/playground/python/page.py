"""The door between the worker and the lesson: a name and JSON in, JSON out, and an error as a sentence."""

from __future__ import annotations

import json
from time import monotonic

import table
from lesson import Lesson

PAUSE = 0.05  # seconds between two reports of a fit: the page draws no faster


class Page:
    """What the page asks for, by name. `report(text)` takes the frames of a fit, and returns True to stop it."""

    def __init__(self, report) -> None:
        self.report = report
        self.table = None
        self.lesson = None

    def answer(self, name: str, arguments: str, data: bytes = b"") -> str:
        """One request answered: {"result": ...} or {"error": sentence}."""
        try:
            asked = json.loads(arguments)
            result = self.open_file(data=data, **asked) if name == "open_file" else getattr(self, name)(**asked)
            return json.dumps({"result": result}, allow_nan=False)
        except ValueError as error:  # what purelr says of bad input
            return json.dumps({"error": str(error)})
        except Exception as error:  # the page must not fall silent
            return json.dumps({"error": f"This should not happen: {type(error).__name__}: {error}"})

    def open_bundled(self) -> dict:
        """The data in the wheel."""
        return self._opened(table.bundled())

    def open_file(self, title: str, data: bytes) -> dict:
        """A CSV file of the user's."""
        return self._opened(table.from_csv(title, bytes(data)))

    def train(self, settings: dict) -> dict:
        """A new fit; its frames go to `report` in batches."""
        lesson, waiting = Lesson(self.table, settings), Batch(self.report)
        result = lesson.train(waiting.add)
        waiting.send()
        self.lesson = lesson
        return result

    def look(self, frame: int, across: str, up: str) -> dict:
        """The pictures of an epoch."""
        return self.lesson.look(frame, across, up)

    def explain(self, frame: int, rows: str) -> dict:
        """The table of an epoch, for rows such as "0, 4, 17"."""
        numbers = [int(part) if part.isdigit() else part for part in rows.replace(",", " ").split()]
        return self.lesson.explain(frame, numbers or [0])

    def _opened(self, opened) -> dict:
        summary = opened.summary()
        self.table, self.lesson = opened, None
        return summary


class Batch:
    """Frames on their way to the page, some at a time."""

    def __init__(self, report) -> None:
        self.report = report
        self.frames: list[dict] = []
        self.sent = monotonic()

    def add(self, frame: dict) -> bool:
        """Take one, and say whether the fit is to stop."""
        self.frames.append(frame)
        return self.send() if monotonic() - self.sent >= PAUSE else False

    def send(self) -> bool:
        """Hand over what is waiting."""
        stop = self.report(json.dumps(self.frames, allow_nan=False))
        self.frames, self.sent = [], monotonic()
        return stop is True
