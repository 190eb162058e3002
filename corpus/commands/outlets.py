"""netra outlets: the list of them; `check` and `new` stand beside it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.commands import outlet_looks
from corpus.commands.output import Format, FormatOption, print_rows
from corpus.commands.shared import DEFAULT_DATA, say
from corpus.errors import UsageProblem
from corpus.folder import DataFolder

if TYPE_CHECKING:
    from crawler.outlet import Outlet

app = typer.Typer(no_args_is_help=False, rich_markup_mode=None)

FamiliesOption = Annotated[
    list[str] | None, typer.Option("--family", metavar="NAME", help="Of this family; repeatable.")
]
RegionsOption = Annotated[
    list[str] | None, typer.Option("--region", metavar="CODE", help="At home there (33, 33.28); repeatable.")
]
StatusOption = Annotated[str | None, typer.Option("--status", metavar="WORD", help="active or retired.")]
FolderOption = Annotated[
    Path,
    typer.Option("--data", metavar="FOLDER", help="Data folder whose ledger tells when each last gave something."),
]

_SHOWN = ("outlet", "name", "family", "region", "surfaces", "status", "confidence", "last_success")


def _row(outlet: "Outlet", last_success: str | None) -> dict[str, Any]:
    return {
        "outlet": outlet.id,
        "name": outlet.name,
        "family": outlet.family,
        "region": outlet.region,
        "surfaces": " ".join(surface.name for surface in outlet.surfaces),
        "status": outlet.status,
        "confidence": outlet.confidence,
        "last_success": last_success,
        "host": outlet.host,
        "aliases": list(outlet.aliases),
        "timezone": outlet.timezone,
        "delay_s": outlet.delay_s,
        "robots": outlet.robots_note,
        "terms_url": outlet.terms_url,
        "tdm": outlet.tdm,
        "checked_on": outlet.checked_on,
        "source": outlet.source,
        "unverified": list(outlet.unverified),
    }


@app.callback(invoke_without_command=True)
def outlets(
    context: typer.Context,
    family: FamiliesOption = None,
    region: RegionsOption = None,
    status: StatusOption = None,
    form: FormatOption = Format.TABLE,
    as_json: Annotated[bool, typer.Option("--json", help="The same as --format json.")] = False,
    data: FolderOption = DEFAULT_DATA,
) -> None:
    """List the outlets that can be crawled.

    Filters are taken together. csv and json tell more than the table: host, zone, terms, source, what is unverified.
    Outlets of your own: NETRA_OUTLETS names a folder of their files.

    Example: netra outlets --region 33 --family tribun

    Exit codes: 2 an outlet file is wrong (the message names file and key), or nothing fits the filters.
    """
    if context.invoked_subcommand is not None:
        return
    from crawler.catalogue.selection import filtered
    from crawler.outlet import load_outlets
    from crawler.storage.ledger import last_successes

    if status not in (None, "active", "retired"):
        raise UsageProblem(f"--status {status}: expected active or retired")
    known = load_outlets()
    found = filtered(known.values(), families=family or (), regions=region or (), status=status)
    if not found:
        families = ", ".join(sorted({outlet.family for outlet in known.values()}))
        raise UsageProblem(
            f"no outlet fits; families are {families}; regions are Kemendagri codes such as 33 or 33.28"
        )
    last = {
        outlet: when.isoformat(timespec="minutes")
        for outlet, when in last_successes(DataFolder(data).archive).items()
    }
    rows = [_row(outlet, last.get(outlet.id)) for outlet in found]
    form = Format.JSON if as_json else form
    columns = _SHOWN if form is Format.TABLE else tuple(rows[0])
    print_rows(columns, [[row[name] for name in columns] for row in rows], form)
    if form is Format.TABLE:
        say(f"{len(found)} of {len(known)} outlets")


app.command()(outlet_looks.check)
app.command()(outlet_looks.new)
