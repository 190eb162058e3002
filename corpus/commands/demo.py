"""netra demo"""

import shutil
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from corpus.commands.build import build_here
from corpus.commands.crawl import crawl_here
from corpus.commands.output import Format, print_rows
from corpus.commands.shared import DEMO_DATA, DataOption, ModelsOption, WorkersOption, leave, say
from corpus.commands.stream import readers_may_leave
from corpus.errors import ExitCode
from corpus.folder import DataFolder, locked
from corpus.replicas import replica_outlets, replicas
from corpus.tagging.models import Models

# The replicas are on this machine: no pause. On the live web each outlet's own pause holds.
_SETTINGS = {"DOWNLOAD_DELAY": "0"}
# Pilkada 2024 and its aftermath. Tribun is walked day by day from the run's clock: here that stands at the last day,
# else the walk would begin years later.
_NOW = datetime(2025, 4, 1, 5, 0, tzinfo=UTC)
_SINCE = date(2024, 8, 1)
_UNTIL = date(2025, 3, 31)
_QUESTIONS = (
    (
        "Articles by outlet",
        "SELECT o.name AS outlet, count(*) AS articles, count(*) FILTER (topic = 'yes') AS on_topic, "
        "count(*) FILTER (topic = 'mention') AS mention, min(published_date) AS first, max(published_date) AS last "
        "FROM articles JOIN outlets o USING (outlet_id) GROUP BY o.name ORDER BY o.name",
    ),
    (
        "Violation mentions by status (reference case or count; rules beside them)",
        "SELECT status, substatus, count(*) FILTER (reference <> 'rule') AS mentions, "
        "count(*) FILTER (reference = 'rule') AS rules, count(DISTINCT article_id) AS articles "
        "FROM violation_mentions GROUP BY ALL ORDER BY status, substatus",
    ),
    (
        "Regencies and cities most written about (articles on the topic)",
        "SELECT r.name AS region, r.province, count(*) AS articles FROM articles a "
        "JOIN regions r ON r.region_code = a.primary_region_code WHERE a.topic = 'yes' AND r.level <> 'province' "
        "GROUP BY ALL ORDER BY articles DESC, region LIMIT 10",
    ),
)


def _show(file: Path) -> None:
    import corpus

    netra = "netra" if shutil.which("netra") else ".venv/bin/netra"
    with corpus.open(file) as opened, readers_may_leave():
        for title, query in _QUESTIONS:
            sys.stdout.write(f"\n{title}\n")
            found = opened.connection.execute(query)
            names = [column[0] for column in found.description or ()]
            print_rows(names, found.fetchall(), Format.TABLE)
        sys.stdout.write(
            "\nThree things to try next\n"
            f"  SQL       {netra} sql --data '{file.parent}' \"SELECT status, quote, parties FROM violations "
            "WHERE reference = 'case' ORDER BY published_date DESC LIMIT 5\"\n"
            f"  notebook  make notebook    (or: NETRA_CORPUS='{file}' jupyter lab notebooks/first_look.ipynb)\n"
            f"  live      {netra} crawl tribun-jateng --since $(date -d '2 days ago' +%F) --data data/live && "
            f"{netra} build --data data/live\n"
        )


def demo(data: DataOption = DEMO_DATA, models: ModelsOption = Models.ALL, workers: WorkersOption = None) -> None:
    """Make a small corpus on this machine and show it.

    Crawls replicas of seven portals. The spiders are the real ones; only their proxy and certificate differ. The
    articles are invented. Can be repeated in the same folder; two can run at once in different ones. Needs a clone of
    the repository, no internet.

    Example: netra demo --data data/demo

    Exit codes: 3 an outlet gave nothing or tags are missing, 4 disk, 5 another process is at work, 6 no replicas
    here.
    """
    with locked(DataFolder(data), "netra demo", datetime.now(UTC)):
        with replicas() as env:
            say("Crawling the replicas of seven portals ...")
            code = crawl_here(
                data, replica_outlets(), since=_SINCE, until=_UNTIL, env=env, settings=_SETTINGS, now=_NOW
            )
        if code not in (ExitCode.OK, ExitCode.PARTIAL):
            leave(code)
        say("Extracting, tagging, publishing ...")
        built = build_here(data, None, None, workers, models)
        _show(DataFolder(data).corpus)
    leave(built if built != ExitCode.OK else code)
