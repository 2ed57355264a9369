"""What several tests of the commands share: files as people have them."""

from __future__ import annotations

import csv

from ..samples import reference

MESSY = '\ufeff"name, full";farbe;größe;ja\n' + "".join(
    [f'"M""{i}";{("rot", "blau", "grün")[i % 3]};{i % 7},5;{("nein", "ja")[(i * i + i // 3) % 2]}\n' for i in range(60)]
)

FIT = ("fit", "cancer.csv", "--target", "diagnosis", "-o", "model.json")

MESSY_FIT = ("fit", "messy.csv", "--target", "ja", "-o", "model.json", "--columns", "farbe,größe", "--decimal", ",")


def written(path, header, rows):
    path.write_text("\n".join([header, *[",".join(map(str, row)) for row in rows]]) + "\n", encoding="utf-8")


BIRTHS = ("summary", "births.csv", "--target", "low", "--columns", "age,lwt,smoke")


def births(folder):
    """A CSV file whose rows belong to 20 doctors, with one missing cell; its rows, labels and groups without that."""
    rows, labels, names, _ = reference("low_birth_weight")
    groups = [f"dr {i * 7 % 20}" for i in range(len(rows))]
    with open(folder / "births.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*names, "low", "times", "doctor"])
        writer.writerows(
            [
                [*row, y, 1 + i % 3, "" if i == 4 else group]
                for i, (row, y, group) in enumerate(zip(rows, labels, groups))
            ]
        )
    chosen = [names.index(name) for name in ("age", "lwt", "smoke")]
    X = [[row[j] for j in chosen] for row in rows]
    return [values[:4] + values[5:] for values in (X, labels, groups)]
