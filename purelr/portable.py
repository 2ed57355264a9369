"""Models that leave: into a file, as text, or as a program in another language."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Portable:
    """save, to_json and export of a fitted model; what does the work is imported when it is asked for."""

    def save(self, path: Any, scaler: Any = None, sums: bool = False) -> None:
        """Write the model to a JSON file for `purelr.load`, whole or not at all: a save that fails leaves the old file.

        path    text or a Path, or an open file, of text or bytes
        scaler  the fitted StandardScaler whose columns the model was fitted on; it travels with the model, and the
                loaded model takes the columns as they were before
        sums    whether the loaded model has standard errors too: of p columns, p² more numbers

        Raises ValueError for what is no data (a date for a label, a solver of your own), and OSError where nothing can
        be written.
        """
        from .persistence import files

        files.replace(path, self.to_json(scaler, sums))

    def to_json(self, scaler: Any = None, sums: bool = False) -> str:
        """What `save` writes, as text, which `purelr.load` takes as well."""
        from .persistence import files, model_file

        return model_file.to_text(model_file.to_dict(self, scaler, files.stamp(), self._sums(sums)))

    def _sums(self, wanted: bool) -> dict[str, Any] | None:
        """What standard errors need, where it is wanted, or came with the model's own file."""
        from .basics.errors import refuse
        from .inference.methods import fit_of

        fit = getattr(self, "_fit", None)
        if wanted and fit_of(self).information().sampling:
            refuse("sums", 'False with weights="sampling", whose errors need the rows', "True")
        return fit_of(self).information().to_dict() if wanted or (fit is not None and fit.saved) else None

    def export(
        self, to: str, path: Any = None, name: str = "model", table: str = "data", dialect: str = "standard"
    ) -> str | bytes:
        """The model as a small program of its own, without purelr: probability, log-odds and label. The text (for ONNX
        the bytes), which is written to a file as well where there is a `path`, whole or not at all.

        to       "python", "micropython", "c", "c-header", "javascript", "sql", "onnx" or "pmml"
        name     what the program says it is; the C functions and SQL columns begin with it
        table    for SQL, the table that has the columns
        dialect  for SQL, "standard" (SQLite, DuckDB and PostgreSQL read it) or "mariadb"

        A `scaler_` becomes part of the program, and in Python, JavaScript and SQL so does an `encoding_`; the others
        take its numbers. Raises ValueError for a name or label that the target cannot hold, and OSError where nothing
        can be written.

        >>> from purelr import LogisticRegression
        >>> model = LogisticRegression().fit([[0.0], [1.0], [2.0], [3.0]], ["no", "yes", "no", "yes"])
        >>> program = {}
        >>> exec(model.export("python"), program)
        >>> program["label"]([2.5]), program["probabilities"]([2.5]) == model.predict_proba([[2.5]])[0]
        ('yes', True)
        """
        from .export import export

        return export(self, to, path, name, table, dialect)
