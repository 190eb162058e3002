"""The help texts in docs/commands*.md: `python -m corpus.pages.describe_commands docs/commands*.md` refreshes them, a
test compares."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from corpus.cli import app

_WIDTH = 130
_BLOCK = re.compile(r"(<!-- help: ([\w -]+?) -->\n)(?:```\n.*?```\n)?", re.DOTALL)


def help_texts() -> dict[str, str]:
    """Command -> what `netra COMMAND --help` prints, at a fixed width; a command of a group as "outlets check"."""
    return dict(_texts("", typer.main.get_command(app)))


def _texts(path: str, group: object) -> Iterator[tuple[str, str]]:
    for name, command in getattr(group, "commands", {}).items():
        full = f"{path} {name}".strip()
        context = command.make_context(f"netra {full}", ["--help"], resilient_parsing=True)
        context.terminal_width = _WIDTH
        context.max_content_width = _WIDTH
        yield full, "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        yield from _texts(full, command)


def refresh(page: str) -> str:
    """The page with each block after `<!-- help: NAME -->` as the command now prints it. Raises KeyError on a name
    that is no command."""
    texts = help_texts()
    return _BLOCK.sub(lambda found: f"{found[1]}```\n{texts[found[2]]}\n```\n", page)


if __name__ == "__main__":
    for file in map(Path, sys.argv[1:]):
        file.write_text(refresh(file.read_text("utf-8")), encoding="utf-8")
