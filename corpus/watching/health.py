"""How the outlets of a data folder do: their crawl days against what their files expect and what they gave before."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from statistics import median

from corpus.folder import DataFolder
from crawler.article import BAD_BODY
from crawler.catalogue.agreement import LOW, MIN_PAGES, Week, falls
from crawler.catalogue.expectations import FIELDS, CrawlDay, Finding, findings
from crawler.outlet import load_outlets
from crawler.storage.ledger import crawl_days

_FILLED = """
SELECT outlet_id, CAST(first_fetched_at AT TIME ZONE 'UTC' AS DATE) AS day, count(*),
    count(*) FILTER (text <> '' AND NOT list_has_any(problems, $bad)),
    count(*) FILTER (published_date IS NOT NULL),
    count(*) FILTER (len(authors) > 0),
    count(*) FILTER (dateline IS NOT NULL)
FROM articles WHERE first_fetched_at IS NOT NULL GROUP BY 1, 2
"""

_Counts = dict[tuple[str, date], tuple[int, dict[str, int]]]


def _filled(file: Path) -> _Counts:
    """{(outlet, day fetched): (articles, {field: of these, how many have it})} of the published corpus."""
    import corpus

    if not file.is_file():
        return {}
    with corpus.open(file) as opened:
        rows = opened.connection.execute(_FILLED, {"bad": sorted(BAD_BODY)}).fetchall()
    return {
        (outlet, day): (articles, dict(zip(FIELDS, counts, strict=True))) for outlet, day, articles, *counts in rows
    }


def outlet_days(folder: DataFolder) -> dict[str, list[CrawlDay]]:
    """{outlet: its crawl days in order}: new addresses from the ledger, filled fields from the published corpus. Raises
    LedgerError, NetraError on damaged files."""
    filled = _filled(folder.corpus)
    nothing: tuple[int, dict[str, int]] = (0, {})
    days: dict[str, list[CrawlDay]] = defaultdict(list)
    for outlet, counts in crawl_days(folder.archive).items():
        for day, new in counts.items():
            days[outlet].append(CrawlDay(day, new, *filled.get((outlet, day), nothing)))
    return dict(days)


def drift_findings(weeks: Sequence[Week]) -> dict[str, Finding]:
    """{outlet: drift} of the outlets whose last week with pages enough fell (`crawler.catalogue.agreement.falls`)."""
    last = {week.outlet_id: week for week in sorted(weeks) if week.pages >= MIN_PAGES}
    said = {}
    for week in falls(weeks):
        if last[week.outlet_id] == week:
            steady = [
                w.agreement for w in weeks if w.outlet_id == week.outlet_id and w != week and w.pages >= MIN_PAGES
            ]
            usual = median(steady) if steady else LOW
            words = (
                f"outlet rules and the generic extractor agreed on {week.agreement:.2f} of the text in week "
                f"{week.year}-W{week.week:02}, {usual:.2f} were usual: look at its layout (netra outlets check)"
            )
            said[week.outlet_id] = Finding("drift", words, True, week.agreement, usual)
    return said


def _weeks(file: Path) -> list[Week]:
    import corpus

    if not file.is_file():
        return []
    with corpus.open(file) as opened:
        query = "SELECT outlet_id, year, week, pages, agreement FROM extraction_agreement"
        return [Week(*row) for row in opened.connection.execute(query).fetchall()]


def outlet_findings(folder: DataFolder) -> dict[str, list[Finding]]:
    """{outlet: findings} of the active outlets of a folder of which there is something to say."""
    known = load_outlets()
    said = {
        outlet: findings(known[outlet].expect, days)
        for outlet, days in outlet_days(folder).items()
        if outlet in known and known[outlet].status == "active"
    }
    for outlet, drift in drift_findings(_weeks(folder.corpus)).items():
        if outlet in known and known[outlet].status == "active":
            said[outlet] = [*said.get(outlet, []), drift]
    return {outlet: found for outlet, found in said.items() if found}
