"""netra outlets check, netra outlets new: a look at a live site."""

import json
import os
import re
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.commands.output import Format, print_rows
from corpus.commands.shared import leave, say
from corpus.commands.stream import readers_may_leave
from corpus.errors import ExitCode, NetraError, UsageProblem, disk_errors

if TYPE_CHECKING:
    from crawler.catalogue.checking import Checked

# Scrapy settings over those of every crawl; tests set some, since their hosts are on this machine.
SETTINGS: Mapping[str, str] = {}
CHECKOUT = Path("crawler/outlets")
NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Id from `netra outlets`.")]
UrlArgument = Annotated[str, typer.Argument(metavar="URL", help="Front page of the site, https://...")]
IdOption = Annotated[str | None, typer.Option("--id", metavar="NAME", help="The outlet's id (default: by the host).")]
HomeOption = Annotated[
    str | None, typer.Option("--region", metavar="CODE", help="Kemendagri code of its home (33.76).")
]
ToOption = Annotated[
    Path | None,
    typer.Option(
        "--to",
        metavar="FOLDER",
        help="Where the file goes (default: NETRA_OUTLETS; in a checkout crawler/outlets; else outlets).",
    ),
]
PagesOption = Annotated[
    Path, typer.Option("--pages", metavar="FOLDER", help="Where the pages go, in a folder by the outlet's id.")
]


def _facts(checked: "Checked", day: str) -> dict[str, Any]:
    from crawler.conduct.reservations import toml_lines

    facts = checked.facts
    return {
        "checked_on": day,
        "tdm": facts.tdm,
        "terms_url": facts.terms_url,
        "statements": [
            {"place": one.place, "words": one.words, "reserved": one.reserved} for one in facts.statements
        ],
        "toml": toml_lines(facts, day),
    }


def _print(checked: "Checked", as_json: bool, day: str | None = None) -> None:
    """The fields, and with `day` (of the look, ISO) the lines for the outlet's file."""
    facts = _facts(checked, day) if day else None
    rows = [(found.field, found.state, found.value, found.note) for found in checked.fields]
    columns = ("field", "state", "value", "note")
    if as_json:
        answer = {
            "outlet": checked.outlet.id,
            "missing": list(checked.missing),
            "fields": [dict(zip(columns, row, strict=True)) for row in rows],
            "facts": facts,
        }
        with readers_may_leave():
            sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
    else:
        print_rows(columns, rows, Format.TABLE)
        if facts:
            with readers_may_leave():
                sys.stdout.write("\n".join(["", f"# for {checked.outlet.id}.toml", *facts["toml"], ""]))


def _verdict(checked: "Checked") -> ExitCode:
    if checked.missing:
        say(f"netra: {checked.outlet.id}: missing {', '.join(checked.missing)}")
        return ExitCode.PARTIAL
    say(f"{checked.outlet.id}: everything that is expected was found")
    return ExitCode.OK


def check(
    name: NameArgument, as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False
) -> None:
    """Look at an outlet's live site.

    Asks for robots.txt, one page of a surface, one article, tdmrep.json and ai.txt, with the conduct of every crawl, and
    says field by field what was found: missing is what the outlet's file expects and the page did not give. Then come the
    lines for that file: checked_on, tdm (is mining reserved, by what is stated for machines?) and terms_url. Nothing is
    kept.

    Example: netra outlets check tribun-jateng

    Exit codes: 2 unknown outlet, 3 something is missing.
    """
    from crawler.catalogue.checking import check_outlet
    from crawler.outlet import find_outlet

    outlet = find_outlet(name)
    with tempfile.TemporaryDirectory(prefix="netra-check-") as folder, disk_errors(Path(folder)):
        now = datetime.now(UTC)
        checked = check_outlet(outlet, Path(folder), settings=SETTINGS, now=now)
    _print(checked, as_json, now.date().isoformat())
    leave(_verdict(checked))


def _write(file: Path, content: bytes) -> None:
    with disk_errors(file, any_os_error=True):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def _target(to: Path | None) -> Path:
    if to is not None:
        return to
    if named := os.environ.get("NETRA_OUTLETS"):
        return Path(named)
    return CHECKOUT if CHECKOUT.is_dir() else Path("outlets")


def new(
    url: UrlArgument,
    name: IdOption = None,
    region: HomeOption = None,
    to: ToOption = None,
    pages: PagesOption = Path("data/pages"),
) -> None:
    """Write a first outlet file for a site.

    Looks at its front page (generator, feeds, REST, sitemap, JSON-LD, terms, reservation of text and data mining), at one
    page of a surface and one article. Writes the TOML, and into a folder of pages what it rests on: these are the
    site's, do not commit them. docs/adding-an-outlet.md goes on from there.

    Example: netra outlets new https://www.contoh.co.id --region 33.76 --to outlets

    Exit codes: 1 the site gave nothing, 2 wrong address or region, known host, or a file that is there already, 3
    written, but something that is expected was missing, 4 disk.
    """
    from crawler.catalogue.outlet_draft import SiteProblem, draft_outlet, outlet_id
    from crawler.catalogue.site_signs import host_of
    from crawler.outlet import outlet_for_url

    address = url if "://" in url else f"https://{url}"
    try:
        host = host_of(address)
    except ValueError as error:
        raise UsageProblem(str(error)) from error
    if known := outlet_for_url(f"https://{host}/"):
        raise UsageProblem(f"{host} is {known.id} already; `netra outlets check {known.id}` looks at it")
    if name is not None and not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        raise UsageProblem(f"--id {name}: expected small letters, digits and single hyphens, such as radar-tegal")
    folder = _target(to)
    for ident in filter(None, (name, None if name else outlet_id(host))):
        if (folder / f"{ident}.toml").exists():
            raise UsageProblem(f"{folder / f'{ident}.toml'} is there already; --id gives another name")
    try:
        draft = draft_outlet(address, datetime.now(UTC), name=name, region=region, settings=SETTINGS)
    except SiteProblem as error:
        raise NetraError(f"{error}; nothing was written") from error
    file = folder / f"{draft.id}.toml"
    if file.exists():
        raise UsageProblem(f"{file} is there already; --id gives another name")
    _write(file, draft.toml.encode("utf-8"))
    for label, content in draft.pages.items():
        _write(pages / draft.id / label, content)
    _print(draft.checked, as_json=False)
    signs = draft.signs
    seen = (signs.family or "no known system", signs.generator, *(f"JSON-LD {kind}" for kind in signs.json_ld))
    say(f"{host}: {', '.join(filter(None, seen))}")
    say(f"written: {file} and {pages / draft.id}/ (the site's pages: do not commit them)")
    leave(_verdict(draft.checked))
