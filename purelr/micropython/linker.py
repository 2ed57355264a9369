"""Put into one namespace what some public names reach, file by file, each behind those that it imports."""

from __future__ import annotations

import ast
from pathlib import Path

from .choices import INSTEAD
from .cuts import BuildError, Cuts, defined

# What both the library and MicroPython have of the standard library.
STANDARD = {"json", "math", "os", "sys"}
LACKING, CHOICES = "micropython.lacking", "micropython.choices"
PACKAGE = Path(__file__).parents[1]


class Module:
    """One source file: its statements by the names that they define, and where the names that it imports come from.

    origins  name → (module, name there); the name there is None where the module itself was imported.
             A module of the library has a dot in front.
    """

    def __init__(self, name: str, mentioned: set[str]) -> None:
        self.name = name
        path = _path(name)
        if not path.exists():
            raise BuildError(f"{path} must be there, beside this build. Install purelr as files, not as a zip.")
        self.source: Cuts = Cuts(name, path.read_text(encoding="utf-8"), mentioned)
        self.statements: list[ast.stmt] = self.source.tree.body
        self.defined: dict[str, ast.stmt] = {label: node for node in self.statements for label in defined(node)}
        self.origins: dict[str, tuple[str, str | None]] = {}
        package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
        for node in self.source.imports:
            for alias in node.names:
                self.origins[alias.asname or alias.name] = _origin(node, alias.name, package)

    def needs(self) -> list[str]:
        """The modules of the library that it imports, in the order of the text."""
        return [module[1:] for module, _ in self.origins.values() if module.startswith(".")]


def _path(name: str) -> Path:
    path = PACKAGE.joinpath(*name.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _origin(node: ast.Import | ast.ImportFrom, name: str, package: list[str]) -> tuple[str, str | None]:
    if isinstance(node, ast.Import):
        return name, None
    if node.level == 0:
        return str(node.module), name
    parts = package[: len(package) + 1 - node.level] + (node.module.split(".") if node.module else [])
    if PACKAGE.joinpath(*parts, f"{name}.py").exists():
        return "." + ".".join([*parts, name]), None
    return "." + (".".join(parts) or "__init__"), name


class Linker:
    """Follows the names from statement to statement, through the modules."""

    def __init__(self, public: dict[str, dict[str, list[str]]]) -> None:
        self.public = public
        self.mentioned: set[str] = set()  # what kept lines ask for after a dot
        found = {method for labels in public.values() for methods in labels.values() for method in methods}
        while True:
            self.mentioned |= found
            self._link()
            found = {part.attr for node in self.kept for part in self.homes[node].source.inside(node, ast.Attribute)}
            if found <= self.mentioned:
                break

    def _link(self) -> None:
        self.modules: dict[str, Module] = {}
        self.homes: dict[ast.stmt, Module] = {}
        self.kept: dict[ast.stmt, list[tuple[ast.Name, str, str]]] = {}  # a statement → names in it, and what they are
        self.standard: set[str] = set()  # lines that import from the standard library
        self.spaces: dict[str, dict[str, str]] = {}  # the name of an imported module → names in it → where they are
        for name, labels in self.public.items():
            for label in labels:
                self.keep(name, label)

    def module(self, name: str) -> Module:
        if name not in self.modules:
            self.modules[name] = Module(name, self.mentioned)
        return self.modules[name]

    def keep(self, name: str, label: str) -> None:
        """Keep the statement that defines a name, and what that statement uses."""
        module = self.module(name)
        if label not in module.defined:
            raise BuildError(f"{label} must be defined in {name}.py, where it is imported from; it is not.")
        node = module.defined[label]
        if node in self.kept:
            return
        self.kept[node], self.homes[node] = [], module
        asked = {id(part.value): part.attr for part in ast.walk(node) if isinstance(part, ast.Attribute)}
        for part in module.source.inside(node, ast.Name):
            found = self.found(module, part.id)
            if found is None:
                continue
            home, theirs = found
            if theirs is None:
                self._from_space(module, part.id, home, asked.get(id(part)))
            else:
                self.keep(home, theirs)
                self.kept[node].append((part, home, theirs))

    def found(self, module: Module, label: str) -> tuple[str, str | None] | None:
        """The module and the name there that a name in a module stands for, or the module alone.

        None for what needs no looking for: a local variable, and what is built in or of the standard library.
        """
        if label in self.module(LACKING).defined:
            return LACKING, label
        if label in module.defined:
            return self._chosen(module.name, label)
        if label not in module.origins:
            return None
        source, theirs = module.origins[label]
        if not source.startswith("."):
            self._from_standard(module.name, label, source, theirs)
            return None
        return (source[1:], None) if theirs is None else self._chosen(source[1:], theirs)

    def _chosen(self, name: str, label: str) -> tuple[str, str]:
        """Where a name of the library is, unless `choices.py` has another."""
        return (CHOICES if label in INSTEAD.get(name, ()) else name), label

    def _from_space(self, module: Module, label: str, home: str, attribute: str | None) -> None:
        if attribute is None:
            raise BuildError(f"{module.name}.py passes the module {label} on. Here there are none: use its names.")
        found = self._chosen(home, attribute)
        self.keep(*found)
        self.spaces.setdefault(label, {})[attribute] = found[0]

    def _from_standard(self, name: str, label: str, source: str, theirs: str | None) -> None:
        if source not in STANDARD:
            raise BuildError(f"{name}.py uses {label} of {source}, which MicroPython lacks. Put it into {LACKING}.py.")
        line = f"import {source}" if theirs is None else f"from {source} import {theirs}"
        self.standard.add(line if label in (source, theirs) else f"{line} as {label}")

    def ordered(self) -> list[Module]:
        """The modules that were reached, what is lacking first, and each behind those that it imports."""
        order, seen = [self.module(LACKING)], {LACKING}

        def put(name: str) -> None:
            if name in self.modules and name not in seen:
                seen.add(name)
                for other in self.modules[name].needs():
                    put(other)
                order.append(self.modules[name])

        for name in [*self.public, CHOICES]:
            put(name)
        return order

    def names(self) -> dict[tuple[str, str], str]:
        """(module, name in it) → its name in the file: where two modules have the same, the later's is longer."""
        final, taken = {}, set(self.spaces)
        for labels in self.public.values():
            taken.update(labels)
        for module in self.ordered():
            numbers = {label: text for node in self.kept_of(module) for label, text in module.source.numbers(node)}
            for label in sorted({label for node in self.kept_of(module) for label in defined(node)}):
                if label in numbers:
                    final[module.name, label] = numbers[label]
                    continue
                name = label
                if label in taken and label not in self.public.get(module.name, ()):
                    name = f"{label}_of_{module.name.replace('.', '_')}"
                    module.source.free_to_rename(label)
                taken.add(name)
                final[module.name, label] = name
        return final

    def kept_of(self, module: Module) -> list[ast.stmt]:
        return [node for node in module.statements if node in self.kept]

    def text(self) -> str:
        """The one file."""
        parts, names = sorted(self.standard), self.names()
        for module in self.ordered():
            for node in self.kept_of(module):
                if module.source.numbers(node):
                    continue
                edits = module.source.renamed(node, {label: names[module.name, label] for label in defined(node)})
                edits += [module.source.edit(part, names[home, label]) for part, home, label in self.kept[node]]
                parts.append(module.source.kept(node, edits))
        for space, homes in sorted(self.spaces.items()):
            # For `inputs.rows`: a class holds the names of a module, so that no line of the sources need be rewritten.
            lines = [f"{label} = {names[homes[label], label]}" for label in sorted(homes)]
            parts.append("\n    ".join([f"class {space}:"] + lines))
        return "\n".join(parts) + "\n"
