"""docs/command-line.md, made from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from wekipy.cli.exit_codes import MEANINGS

_PAGE = """# The command line

`wekipy COMMAND --help` says everything about a command. A command that works on a project does so through the engine
that has it open, if there is one: then it acts live, and everybody who looks sees it.

| command | | `--json` |
| --- | --- | --- |
{commands}

## In scripts

Commands whose result a script may want have `--json` (see the table). `wekipy ask` always replies in JSON, and asks a
running engine for anything in [protocol.md](protocol.md).

```
wekipy train piece.wekipy --json | jq '.outputs[] | [.name, .training_error]'
wekipy ask health --port 6448 | jq .rate
```

Results go to the standard output; what went wrong is one line at the standard error, and an exit code by its kind:

| exit code | means |
| --- | --- |
{codes}

A word that is none gets a suggestion: “No such command 'trian'. Did you mean train?”

## Completion

The shell completes commands and options once you add a line to its start file.

| shell | file | line |
| --- | --- | --- |
| bash | `~/.bashrc` | `eval "$(_WEKIPY_COMPLETE=bash_source wekipy)"` |
| zsh | `~/.zshrc` | `eval "$(_WEKIPY_COMPLETE=zsh_source wekipy)"` |
| fish | `~/.config/fish/completions/wekipy.fish` | `_WEKIPY_COMPLETE=fish_source wekipy \\| source` |
"""


def command_line(commands: click.Group) -> str:
    """docs/command-line.md."""
    every = _every(commands, "wekipy", click.Context(commands))
    rows = [f"| `{name}` | {_sentence(command)} | {'yes' * _has_json(command)} |" for name, command in every]
    return _PAGE.format(
        commands="\n".join(rows),
        codes="\n".join(f"| {code} | {meaning} |" for code, meaning in MEANINGS.items()),
    )


def _every(group: click.Group, before: str, ctx: click.Context) -> Iterator[tuple[str, click.Command]]:
    """All commands below a group with their full names, in the order of the help."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is None or command.hidden:
            continue
        yield f"{before} {name}", command
        if isinstance(command, click.Group):
            yield from _every(command, f"{before} {name} PROJECT", click.Context(command))


def _has_json(command: click.Command) -> bool:
    return any("--json" in parameter.opts for parameter in command.params)


def _sentence(command: click.Command) -> str:
    """The first paragraph of its help."""
    return " ".join((command.help or "").partition("\n\n")[0].split())
