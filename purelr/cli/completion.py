"""`purelr completion`: a script with which a shell completes commands, options and their values."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    # A command: what it is for, and for each option its names, its help, its choices, and whether a value follows it.
    Option = tuple[list[str], str, list[str], bool]
    Commands = dict[str, tuple[str, list[Option]]]

EXAMPLE = "purelr completion bash"

BASH = """\
_purelr() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words=""
  if [[ $COMP_CWORD == 1 ]]; then
    words="@commands@"
  elif [[ $cur == -* ]]; then
    case ${COMP_WORDS[1]} in
@options@
    esac
  else
    case "${COMP_WORDS[1]} $prev" in
@choices@
    esac
  fi
  if [[ -n $words ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
  else
    COMPREPLY=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _purelr purelr
"""
ZSH = "autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit\n"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `completion`."""
    parser.add_argument("shell", choices=["bash", "zsh", "fish"], help="the shell that is to complete")


def run(options: argparse.Namespace) -> Iterator[str]:
    """The script."""
    from .main import COMMANDS, parsers

    each = parsers(list(COMMANDS))[1]
    commands: Commands = {name: (text, _options(each[name])) for name, text in COMMANDS.items()}
    yield {"bash": _bash, "zsh": _zsh, "fish": _fish}[options.shell](commands).rstrip("\n")


def _options(parser: argparse.ArgumentParser) -> list[Option]:
    """The options of a command, as its help says them: an option a line, where lines are long enough."""
    import re
    from argparse import HelpFormatter

    parser.formatter_class = lambda prog: HelpFormatter(prog, max_help_position=200, width=10_000)
    found: list[Option] = []
    for line in parser.format_help().splitlines():
        if line.startswith("  -"):
            said, _, help_ = line.strip().partition("  ")
            choices = re.search(r"\{(.*?)\}", said)
            valued = choices is not None or bool(re.search(r" \S", said.replace(", -", ",-")))
            names = re.findall(r"(?<![\w-])--?[A-Za-z][\w-]*", said)
            values = re.findall("[^,]+|,(?=$)", choices[1]) if choices else []  # of which the last can be a comma
            found.append((names, help_.strip(), values, valued))
    return found


def _bash(commands: Commands) -> str:
    options = [f'      {name}) words="{_names(found)}" ;;' for name, (_, found) in commands.items()]
    choices = [
        f'      "{name} {flag}") words="{" ".join(values)}" ;;'
        for name, (_, found) in commands.items()
        for flags, _, values, _ in found
        for flag in flags
        if values
    ]
    text = BASH.replace("@commands@", " ".join(commands))
    return text.replace("@options@", "\n".join(options)).replace("@choices@", "\n".join(choices))


def _names(found: list[Option]) -> str:
    return " ".join([flag for flags, *_ in found for flag in flags])


def _zsh(commands: Commands) -> str:
    return ZSH + _bash(commands)


def _fish(commands: Commands) -> str:
    lines = []
    for name, (text, found) in commands.items():
        lines.append(f"complete -c purelr -n __fish_use_subcommand -f -a {name} -d {_quoted(text)}")
        for flags, help_, choices, valued in found:
            said = [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in flags]
            said += [f"-d {_quoted(help_)}"]
            said += [f"-x -a {_quoted(' '.join(choices))}"] if choices else ["-r"] * valued
            lines.append(f"complete -c purelr -n '__fish_seen_subcommand_from {name}' {' '.join(said)}")
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
