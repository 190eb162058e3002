"""What the pages say about the commands is what the commands do."""

import re
from pathlib import Path
from typing import Any

import pytest
import typer

from corpus.cli import app
from corpus.errors import ExitCode
from corpus.pages.describe_commands import help_texts, refresh

ROOT = Path(__file__).resolve().parent.parent
# One page would be longer than 500 lines.
PAGE = "\n".join(page.read_text("utf-8") for page in sorted((ROOT / "docs").glob("commands*.md")))


def commands(path: str, group: Any) -> dict[str, Any]:
    """Command -> Click's object; one of a group as "outlets check"."""
    found: dict[str, Any] = {}
    for name, command in getattr(group, "commands", {}).items():
        full = f"{path} {name}".strip()
        found[full] = command
        found |= commands(full, command)
    return found


CLICK = commands("", typer.main.get_command(app))
COMMANDS = sorted(CLICK)


def options(name: str) -> list[str]:
    return [option for parameter in CLICK[name].params for option in parameter.opts if option.startswith("-")]


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_is_documented_with_its_options(name: str) -> None:
    assert f"\n## {name}\n\n<!-- help: {name} -->\n" in PAGE
    section = PAGE.split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert [option for option in options(name) if option not in section] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_each_help_can_be_used_alone(name: str) -> None:
    text = help_texts()[name]
    assert f"Example: netra {name}" in text
    assert "Exit codes:" in text
    assert [p.name for p in CLICK[name].params if not getattr(p, "help", None)] == []


def test_the_help_texts_in_the_page_are_current() -> None:
    assert refresh(PAGE) == PAGE, "run: python -m corpus.pages.describe_commands docs/commands*.md"


def test_each_exit_code_is_documented() -> None:
    table = {int(code): name for code, name in re.findall(r"^\| (\d+) \| ([A-Z]+) \|", PAGE, re.M)}
    assert table == {int(code): code.name for code in ExitCode}


def test_exit_codes_in_the_help_texts_exist() -> None:
    known = {int(code) for code in ExitCode}
    for name, text in help_texts().items():
        said = " ".join(text.split("Exit codes:")[1].split("\n\n")[0].split())
        codes = {int(code) for code in re.findall(r"(?:^|[,;] )(\d+) ", said)}
        assert codes, name
        assert codes <= known, name


def test_codes_of_the_crawl_mean_the_same() -> None:
    from crawler.run import ExitCode as CrawlCode

    pairs = {"OK": "OK", "FAULT": "FAILED", "USAGE": "USAGE", "PARTIAL": "PARTIAL", "STORAGE": "DISK",
             "LOCKED": "LOCKED", "INTERRUPTED": "INTERRUPTED"}  # fmt: skip
    assert {code.name for code in CrawlCode} == set(pairs)
    for code in CrawlCode:
        assert int(code) == int(ExitCode[pairs[code.name]])


def typed_commands() -> list[tuple[str, str]]:
    """(page, command line) of each `netra ...` that a page or the README asks the reader to type."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    text = {page.name: page.read_text("utf-8") for page in pages}
    pattern = (
        r"(?:^    |^ExecStart=|`|&& |bin/)(netra (?:"
        + "|".join(sorted({name.split()[0] for name in COMMANDS}))
        + r")\b[^`\n#>]*)"
    )
    return [(name, found) for name, page in text.items() for found in re.findall(pattern, page, re.M)]


def test_the_pages_type_commands() -> None:
    assert len(typed_commands()) >= 10


@pytest.mark.parametrize(("page", "line"), typed_commands())
def test_what_the_pages_type_can_be_typed(page: str, line: str) -> None:
    first, second = line.split()[1], " ".join(line.split()[1:3])
    name = second if second in CLICK else first
    given = re.findall(r"(?<=\s)(--?[a-z][\w-]*)", re.sub(r"'[^']*'|\"[^\"]*\"", "", line))
    assert [option for option in given if option not in [*options(name), "--help"]] == [], f"{page}: {line}"


def test_pages_stay_readable() -> None:
    long = {
        page.name: n
        for page in (ROOT / "docs").glob("*.md")
        if (n := len(page.read_text("utf-8").splitlines())) >= 500
    }
    assert long == {}
