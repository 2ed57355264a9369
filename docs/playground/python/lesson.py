"""One lesson: a table, a fit whose every epoch is kept, and a look at any of them. All mathematics is purelr's."""

from __future__ import annotations

import warnings

import pictures

from purelr import GradientDescent, LogisticRegression, StandardScaler
from purelr.basics.errors import brief, refuse, whole

MOST_EPOCHS = 10_000
MOST_SHOWN = 300  # rows drawn; more would hide one another
PENALTIES = {"none": None, "ridge": 0.0, "lasso": 1.0, "both": 0.5}  # the l1_ratio of each


class Rows:
    """Rows with named columns, as purelr reads a data frame."""

    def __init__(self, columns: list[str], values: list[list[float]]) -> None:
        self.columns = columns
        self._values = values

    def rows(self) -> list[list[float]]:
        """The rows themselves."""
        return self._values


class Lesson:
    """A fit on some columns of a table.

    settings  columns, target, one (the value that is class 1), scale, solver, rate, epochs, penalty, C: the numbers as
              they were typed
    """

    def __init__(self, table, settings: dict) -> None:
        self.columns = settings["columns"]
        if not self.columns:
            refuse("the columns", "at least one", "none", "Tick one.")
        if settings["target"] in self.columns:
            refuse("the columns", "others than the target", brief(settings["target"]))
        self.y = table.classes(settings["target"], settings["one"])
        raw = [list(row) for row in zip(*[table.numbers(name) for name in self.columns])]
        self.raw = raw
        self.scaler = StandardScaler().fit(raw)
        self.scale = settings["scale"]
        self.rows = self.scaler.transform(raw) if self.scale else raw
        self.rate = _number(settings["rate"])
        self.epochs = whole("epochs", _number(settings["epochs"]), 1)
        if self.epochs > MOST_EPOCHS:
            refuse("epochs", f"at most {MOST_EPOCHS:,} on this page", f"{self.epochs:,}")
        self.solver = settings["solver"]
        self.options = _penalty(settings["penalty"], settings["C"])
        self.frames: list[dict] = []

    def train(self, tell) -> dict:
        """Fit, and keep each epoch. `tell(frames)` is called with each new one, and stops the fit by returning True."""
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            start = self._model(self._solver(epochs=0), max_iter=0).fit(self.rows, self.y)
            caught.clear()  # that no epoch did not suffice is no news
            self._keep(start.result_.start, start.intercept_, start.coef_, tell)

            def watch(record):
                return self._keep(record, record.intercept, record.coef, tell)

            model = self._model(self._solver(self.epochs), max_iter=self.epochs, callback=watch)
            model.fit(Rows(self.columns, self.rows), self.y)
        if len(self.frames) > 1:  # Newton's method may end with a step that nobody looks at
            last = self.frames.pop()
            self.frames.append({**last, **self._weights(model.intercept_, model.coef_)})
        self.reach = pictures.reach_of(self._at(-1), self.rows)
        return {
            "epochs": len(self.frames) - 1,
            "last": self.frames[-1],
            "names": ["intercept", *self.columns],
            "rows": len(self.rows),
            "solver": self.solver,
            "converged": model.result_.converged,
            "message": model.result_.message,
            "warnings": [str(warning.message) for warning in caught],
        }

    def look(self, frame: int, across: str, up: str) -> dict:
        """The pictures of one epoch: the sigmoid with the rows on it, and the boundary in two columns."""
        model = self._at(frame)
        z = model.decision_function(self.rows)
        shown = range(0, len(self.rows), -(-len(self.rows) // MOST_SHOWN))
        plane = pictures.Plane(self, across, up)
        return {
            "frame": frame,
            "right": sum([int(value > 0.0) == y for value, y in zip(z, self.y)]),
            "rows": len(self.rows),
            "shown": len(shown),
            "sigmoid": pictures.sigmoid(model, self.reach, [z[i] for i in shown], [self.y[i] for i in shown]),
            "boundary": plane.boundary(model),
            "points": plane.points(shown),
        }

    def explain(self, frame: int, rows: list[int]) -> dict:
        """The epoch that led to a frame (for the start, the first one), as purelr's `explain_epoch` has it."""
        epoch = max(frame, 1)
        if self.solver != "gd" or epoch >= len(self.frames):
            return {"epoch": epoch, "tables": []}
        # Gradient descent has no memory: from the weights of the epoch before, the first epoch is this one.
        solver = GradientDescent(self.rate, start=self.frames[epoch - 1]["weights"])
        table = self._model(solver).explain_epoch(Rows(self.columns, self.rows), self.y, rows=rows)
        table.epoch = epoch
        first = table.rows[0]
        numbers = {"z": first.z, "proba": first.proba, "loss": first.loss, "error": first.error}
        return {
            "epoch": epoch,
            "tables": table.tables(),
            "row": first.row,
            "y": first.y,
            "numbers": {name: f"{value:.5g}" for name, value in numbers.items()},
            "losses": [f"{table.loss:.5g}", f"{table.new_loss:.5g}"],
        }

    def _solver(self, epochs: int):
        return GradientDescent(self.rate, epochs) if self.solver == "gd" else self.solver

    def _model(self, solver, **options) -> LogisticRegression:
        return LogisticRegression(solver=solver, backend="pure", **self.options, **options)

    def _keep(self, record, intercept: list[float], coef: list[list[float]], tell) -> bool:
        frame = {"loss": record.objective, "gradient": record.gradient_norm, **self._weights(intercept, coef)}
        self.frames.append(frame)
        return tell(frame)

    def _weights(self, intercept: list[float], coef: list[list[float]]) -> dict:
        """Weights, the intercept first, and how they differ from those of the last frame."""
        weights = [*intercept, *coef[0]]
        before = self.frames[-1]["weights"] if self.frames else weights
        return {"weights": weights, "change": [w - v for w, v in zip(weights, before)]}

    def _at(self, frame: int) -> LogisticRegression:
        """A model with the weights of one epoch."""
        intercept, *coef = self.frames[frame]["weights"]
        model = self._model("auto")
        model.classes_, model.n_features_in_ = [0, 1], len(coef)
        model.intercept_, model.coef_ = [intercept], [coef]
        return model


def _penalty(kind: str, C: str) -> dict:
    ratio = PENALTIES[kind]
    return {"C": float("inf")} if ratio is None else {"C": _number(C), "l1_ratio": ratio}


def _number(text: str) -> float | int | str:
    """What was typed as a number; as it is where it is none, so that purelr says what it should be."""
    try:
        return int(text) if text.strip().lstrip("+-").isdigit() else float(text)
    except ValueError:
        return text
