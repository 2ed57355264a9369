"""The C program elsewhere than in one file of C: in C++, behind its header, and on a board of 2 kB."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from purelr import StandardScaler
from purelr.basics.random_numbers import SplitMix64

from . import programs
from .test_programs import hand_made

GPP = ["g++", "-std=c++11", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O1"]
AVR = ["avr-gcc", "-std=c99", "-Wall", "-Wextra", "-Werror", "-Os", "-mmcu=atmega328p", "-DF_CPU=16000000"]
MAIN = """
#include "model.h"
#include <stdio.h>

int main()
{
    double x[model_columns] = {1.0, -2.0}, p[model_classes];
    model_probabilities(x, p);
    printf("%d %s %s %.6f", model_class(x), model_label(x), model_labels[0], p[model_classes - 1]);
    return 0;
}
"""
# Rows are in flash too; the answers go out over the serial line.
BOARD = """
#include <avr/io.h>
#include <avr/sleep.h>
#include <avr/pgmspace.h>
#include <avr/interrupt.h>
#include "model.h"

static const float rows[][model_columns] PROGMEM = {ROWS};

int main(void)
{
    double x[model_columns];
    UCSR0B = 1 << TXEN0;
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        for (int j = 0; j < model_columns; j++)
            x[j] = pgm_read_float(&rows[i][j]);
        for (const char *c = model_label(x); *c; c++) {
            while (!(UCSR0A & 1 << UDRE0))
                ;
            UDR0 = *c;
        }
    }
    while (!(UCSR0A & 1 << UDRE0))
        ;
    UDR0 = '\\n';
    while (!(UCSR0A & 1 << TXC0))
        ;
    cli();
    sleep_mode();
    return 0;
}
"""


def models():
    two = hand_made([0.5], [[1.0, -2.0]], ["no", "yes"])
    three = hand_made([0.5, -0.5, 0.0], [[1.0, 2.0], [-1.0, 0.5], [0.0, 0.0]], ["a", "b", "c"])
    scaled = hand_made([0.5], [[1.0, -2.0]], ["no", "yes"])
    scaled.scaler_ = StandardScaler().fit([[1.0, 2.0], [2.0, 5.0], [4.0, 4.0]])
    return [two, three, scaled]


@pytest.mark.parametrize("model", models(), ids=["2", "3", "scaled"])
@pytest.mark.parametrize("way", ["C", "C++", "C from C++"])
def test_the_program_behind_its_header(model, way, tmp_path):
    sources = {"C": ("model.c", "main.c"), "C++": ("model.cpp", "main.cpp"), "C from C++": ("model.c", "main.cpp")}[way]
    model.export("c", tmp_path / sources[0])
    model.export("c-header", tmp_path / "model.h")
    (tmp_path / sources[1]).write_text(MAIN.replace("main()", "main(void)" if way == "C" else "main()"))
    for source in sources:
        compiler = GPP if source.endswith("cpp") else programs.GCC
        programs.run([*compiler, "-c", source, "-o", source + ".o"], tmp_path)
    programs.run(["g++", *[source + ".o" for source in sources], "-lm", "-o", "main"], tmp_path)
    label, probas = model.predict([[1.0, -2.0]])[0], model.predict_proba([[1.0, -2.0]])[0]
    wanted = f"{model.classes_.index(label)} {label} {model.classes_[0]} {probas[-1]:.6f}"
    assert programs.run(["./main"], tmp_path).decode() == wanted


def test_the_header_declares_what_the_file_defines(tmp_path):
    """Both in one translation unit: a declaration that differs is an error."""
    for k, model in enumerate(models()):
        (tmp_path / "main.c").write_text(
            model.export("c-header") + model.export("c-header") + model.export("c") + "int main(void) { return 0; }"
        )
        programs.run([*programs.GCC, "main.c", "-lm", "-o", f"main{k}"], tmp_path)


def test_sixty_four_pixels_and_ten_classes_on_an_uno(tmp_path):
    """2.6 kB of coefficients, of which none is in its 2 kB of memory; run by simavr."""
    missing = [tool for tool in ("avr-gcc", "avr-size", "simavr") if shutil.which(tool) is None]
    if missing and not os.environ.get("PURELR_NO_SKIPS"):
        pytest.skip(f"{missing} of the packages gcc-avr, avr-libc and simavr")
    stream = SplitMix64(8)
    coef = [[stream.uniform() - 0.5 for _ in range(64)] for _ in range(10)]
    model = hand_made([0.1 * k for k in range(10)], coef, [str(k) for k in range(10)])
    rows = [[float(stream.below(17)) for _ in range(64)] for _ in range(20)]
    model.export("c", tmp_path / "model.c")
    model.export("c-header", tmp_path / "model.h")
    table = ", ".join(["{" + ", ".join(map(str, row)) + "}" for row in rows])
    (tmp_path / "main.c").write_text(BOARD.replace("ROWS", table))
    programs.run([*AVR, "model.c", "main.c", "-lm", "-o", "main.elf"], tmp_path)
    _, sizes = programs.run(["avr-size", "main.elf"], tmp_path).decode().splitlines()
    _, data, bss = map(int, sizes.split()[:3])
    assert data + bss < 200
    command = ["simavr", "-m", "atmega328p", "-f", "16000000", "main.elf"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert "".join(model.predict(rows)) in done.stdout + done.stderr
