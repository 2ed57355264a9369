"""A model as ONNX: a graph of a few operators, in the bytes of its protocol buffers, which this writes itself.

The numbers of the fields are those of onnx.proto3 (https://github.com/onnx/onnx), and the bytes those of the encoding
that protobuf.dev describes: a field is a key, its number times 8 and its type, and its value.
"""

from __future__ import annotations

import struct

from .text import named, said, shown, utf8

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from . import Description

IR_VERSION, OPSET = 8, 13  # of 2022 and 2020: old enough for the runtimes in use
INT64, STRING, DOUBLE = 7, 8, 11


def program(model: Description) -> bytes:
    """The bytes of the file: from "x", rows of float64, to "label", "probabilities" and "log_odds"."""
    model.refuse_formula("ONNX")
    p, K = len(model.columns), len(model.classes)
    scores = model.scores()
    constants = {
        "coef": doubles([scores[k][1][j] for j in range(p) for k in range(K)], p, K),
        "intercept": doubles([b for b, _ in scores], K),
    }
    nodes: list[bytes] = []
    x = "x"
    if model.mean is not None and model.scale is not None:
        constants.update(mean=doubles(model.mean, p), scale=doubles(model.scale, p))
        nodes = [node("Sub", ["x", "mean"], "centred"), node("Div", ["centred", "scale"], "scaled")]
        x = "scaled"
    kind, constants["labels"] = labels(model.classes)
    z = "scores" if model.two else "log_odds"
    nodes += [
        node("MatMul", [x, "coef"], "products"),
        node("Add", ["products", "intercept"], z),
        node("Softmax", [z], "probabilities", axis=1),
        node("ArgMax", [z], "best", axis=1, keepdims=0, select_last_index=int(model.at_least)),
        node("Gather", ["labels", "best"], "label", axis=0),
    ]
    if model.two:
        constants["second"] = tensor(INT64, struct.pack("<q", 1))
        nodes.append(node("Gather", ["scores", "second"], "log_odds", axis=1))
    graph = [(1, n) for n in nodes] + [(2, shown(model.name)), (10, f"{model.kind} of {said(model.date)}")]
    graph += [(5, message([*constant, (8, name)])) for name, constant in constants.items()]
    graph += [(11, value("x", DOUBLE, "rows", p)), (12, value("label", kind, "rows"))]
    graph += [(12, value("probabilities", DOUBLE, "rows", K))]
    graph += [(12, value("log_odds", DOUBLE, "rows") if model.two else value("log_odds", DOUBLE, "rows", K))]
    return _model(graph, model)


def _model(graph: list[tuple[int, Any]], model: Description) -> bytes:
    """The file: a graph, and what it is of."""
    about = {
        "columns": ", ".join(map(shown, model.columns)),
        "classes": ", ".join(map(shown, map(named, model.classes))),
    }
    return message(
        [
            (1, IR_VERSION),
            (2, "purelr"),
            (3, said(model.version)),
            (7, message(graph)),
            (8, message([(1, ""), (2, OPSET)])),
        ]
        + [(14, message([(1, key), (2, text)])) for key, text in about.items()]
    )


def labels(classes: list[Any]) -> tuple[int, list[tuple[int, Any]]]:
    """The classes as a tensor, and its type: whole numbers where all are, else text."""
    if all([type(label) is int and -(2**63) <= label < 2**63 for label in classes]):
        return INT64, tensor(INT64, struct.pack(f"<{len(classes)}q", *classes), len(classes))
    texts = [(6, utf8(named(label), "a label", "ONNX", "")) for label in classes]
    return STRING, [(1, len(classes)), (2, STRING), *texts]


def doubles(numbers: list[float], *shape: int) -> list[tuple[int, Any]]:
    """Numbers, row by row, as a tensor."""
    return tensor(DOUBLE, struct.pack(f"<{len(numbers)}d", *numbers), *shape)


def tensor(kind: int, raw: bytes, *shape: int) -> list[tuple[int, Any]]:
    """The fields of a TensorProto without its name."""
    return [*[(1, n) for n in shape], (2, kind), (9, raw)]


def node(operator: str, inputs: list[str], output: str, **attributes: int) -> bytes:
    """A NodeProto."""
    fields: list[tuple[int, Any]] = [(1, name) for name in inputs] + [(2, output), (4, operator)]
    # An AttributeProto: its name, its value, and 2 for an integer.
    return message(fields + [(5, message([(1, key), (3, n), (20, 2)])) for key, n in attributes.items()])


def value(name: str, kind: int, *shape: int | str) -> bytes:
    """A ValueInfoProto: a name and the type of a tensor; a text in its shape is a length that is not fixed."""
    dimensions: list[tuple[int, Any]] = [(1, message([(2 if isinstance(n, str) else 1, n)])) for n in shape]
    return message([(1, name), (2, message([(1, message([(1, kind), (2, message(dimensions))]))]))])


def message(fields: list[tuple[int, Any]]) -> bytes:
    """Fields as bytes: a whole number by itself, bytes and text behind their length."""
    parts = []
    for number, content in fields:
        if isinstance(content, int):
            parts += [varint(number << 3), varint(content)]
        else:
            data = content.encode("utf-8") if isinstance(content, str) else content
            parts += [varint(number << 3 | 2), varint(len(data)), data]
    return b"".join(parts)


def varint(n: int) -> bytes:
    """A whole number of at least 0: seven bits a byte, the lowest first, the top bit set in all but the last.

    >>> varint(300).hex()
    'ac02'
    """
    data = bytearray()
    while n > 127:
        data.append(n & 127 | 128)
        n >>= 7
    data.append(n)
    return bytes(data)
