"""netra outlets"""

from corpus.commands.output import Format, FormatOption, print_rows


def outlets(form: FormatOption = Format.TABLE) -> None:
    """List the outlets that can be crawled.

    Example: netra outlets --format csv

    Exit codes: 2 an outlet file is wrong (the message names file and key).
    """
    from crawler.outlet import load_outlets

    columns = ("outlet", "name", "family", "host", "region", "timezone", "delay_s", "status", "surfaces", "robots")
    rows = [
        (
            o.id,
            o.name,
            o.family,
            o.host,
            o.region,
            o.timezone,
            o.delay_s,
            o.status,
            " ".join(surface.name for surface in o.surfaces),
            o.robots_note,
        )
        for o in load_outlets().values()
    ]
    print_rows(columns, rows, form)
