"""The data set that everybody knows, in the package."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal, overload

_TARGET_NAMES = ("malignant", "benign")

_DESCR = """\
Breast Cancer Wisconsin (Diagnostic)

569 tumours, 30 numbers each, computed from a digitised image of a fine needle aspirate of a breast mass: mean, standard
error ("_error") and the mean of the three largest values ("worst_") of ten properties of the cell nuclei in the image.
Target: 0 = malignant (212 rows), 1 = benign (357 rows). No value is missing.

All 30 columns together separate the classes completely: without a penalty the best coefficients are infinite.

W. Wolberg, O. Mangasarian, N. Street and W. Street (1993). Breast Cancer Wisconsin (Diagnostic) [Dataset]. UCI Machine
Learning Repository. https://doi.org/10.24432/C5DW2B
W. N. Street, W. H. Wolberg and O. L. Mangasarian, "Nuclear feature extraction for breast tumor diagnosis", Proc. SPIE
1905 (1993), 861-870.

Licence: Creative Commons Attribution 4.0 International (CC BY 4.0). The column names were shortened; the values were
not changed.
"""


class Dataset:
    """A data set: `data` (rows), `target` (0 and 1), `feature_names`, `target_names`, `DESCR`."""

    def __init__(self, data: list[list[float]], target: list[int], feature_names: list[str]) -> None:
        self.data = data
        self.target = target
        self.feature_names = feature_names
        self.target_names: list[str] = list(_TARGET_NAMES)
        self.DESCR: str = _DESCR

    def __repr__(self) -> str:
        return f"<Dataset: {len(self.data)} rows of {len(self.feature_names)} columns, target {self.target_names}>"


if TYPE_CHECKING:

    @overload
    def load_breast_cancer(*, return_X_y: Literal[True]) -> tuple[list[list[float]], list[int]]: ...
    @overload
    def load_breast_cancer(*, return_X_y: Literal[False] = ...) -> Dataset: ...


def load_breast_cancer(*, return_X_y: bool = False) -> Any:
    """Breast Cancer Wisconsin (Diagnostic), 569 × 30, as lists; target 1 = benign.

    Returns a Dataset, or (data, target) with `return_X_y=True`. Source and licence are in `DESCR`.

    >>> cancer = load_breast_cancer()
    >>> len(cancer.data), cancer.feature_names[0], cancer.data[0][0], cancer.target[0]
    (569, 'mean_radius', 17.99, 0)
    """
    header, *lines = csv_text().splitlines()
    data, target = [], []
    for line in lines:
        *values, diagnosis = line.split(",")
        data.append([float(value) for value in values])
        target.append(_TARGET_NAMES.index(diagnosis))
    if return_X_y:
        return data, target
    return Dataset(data, target, header.split(",")[:-1])


def csv_text() -> str:
    """The file of the data, read through this module's own loader: from a folder, a wheel's install and a zip alike."""
    folder = __file__.replace("\\", "/").rpartition("/")[0]
    loader: Any = __loader__  # type: ignore[name-defined]  # every module has one
    data: bytes = loader.get_data(f"{folder}/breast_cancer.csv")
    return data.decode("utf-8")
