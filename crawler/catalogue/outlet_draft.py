"""A first outlet file for a site: what was seen there, as TOML, and the pages it rests on."""

import json
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.catalogue.checking import Checked, check_outlet, read_answers
from crawler.catalogue.site_signs import Signs, host_of, read_signs
from crawler.outlet import load_outlet
from crawler.run import ARCHIVE, crawl
from crawler.storage.archive import Exchange
from crawler.storage.outcomes import Outcome

GENERIC = "generic"
_NETWORKS = ("tribun", "antara")  # their sites are called by their place
_WITA = frozenset(("51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"))
_WIT = frozenset(("81", "82", "91", "92", "93", "94", "95", "96"))


class SiteProblem(Exception):
    """The site could not be looked at; the message says why."""


@dataclass(frozen=True)
class Draft:
    """`toml`: the outlet file; `pages`: {file name: bytes} of its fixture folder; `signs`, `checked`: their grounds."""

    id: str
    toml: str
    signs: Signs
    checked: Checked
    pages: Mapping[str, bytes] = field(default_factory=dict)


def outlet_id(host: str, family: str | None = None) -> str:
    """The id for a host: its own label, "Radar" titles cut behind it, the network in front of a place."""
    label = host.removeprefix("www.").split(".")[0]
    if family in _NETWORKS:
        return f"{family}-{label}"
    return f"radar-{label.removeprefix('radar')}" if label.startswith("radar") and label != "radar" else label


def zone_of(region: str | None) -> str:
    """The zone of a region by its province."""
    province = (region or "")[:2]
    return "Asia/Makassar" if province in _WITA else "Asia/Jayapura" if province in _WIT else "Asia/Jakarta"


def _aliases(host: str) -> str:
    """The twin with or without www., as a line of the file; "" for a site below another's domain."""
    bare = host.removeprefix("www.")
    below = bare.count(".") > (2 if re.search(r"\.(?:co|or|web|my|biz|go|ac|sch)\.id$", bare) else 1)
    twin = bare if bare != host else f"www.{host}"
    return "" if below else f"aliases = [{_quoted(twin)}]"


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _surfaces(signs: Signs, family: str) -> list[str]:
    """The site's own feed and sitemap where they are not where the family has them."""
    lines: list[str] = []
    for name, found, usual in (("rss", signs.feeds, "/rss"), ("sitemap", signs.sitemaps, "/sitemap.xml")):
        if family != GENERIC or not found:
            continue
        parts = urlsplit(found[0])
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        if path != usual and "{" not in path:
            lines += [
                "",
                "[[extra_surfaces]]",
                f"name = {_quoted(name)}",
                f"url = {_quoted('https://{host}' + path)}",
            ]
    return lines


def draft_toml(signs: Signs, day: str, *, region: str | None = None, unverified: tuple[str, ...] = ()) -> str:
    """The outlet file that these signs make. `day`: of the look, ISO; `unverified`: what was not found."""
    family = signs.family or GENERIC
    doubts = [*unverified, *(() if region else ("region",)), *(() if signs.family else ("the system it runs on",))]
    lines = [
        f"name = {_quoted(signs.name)}",
        f"family = {_quoted(family)}",
        f"hosts = [{_quoted(signs.host)}]",
        *filter(None, [_aliases(signs.host)]),
        f"region = {_quoted(region)}"
        if region
        else '# region = "33"  # Kemendagri code of its home; absent: national',
    ]
    if zone_of(region) != "Asia/Jakarta":
        lines.append(f"timezone = {_quoted(zone_of(region))}")
    lines += [
        '# brands = ["CONTOH.CO.ID"]  # how it signs datelines',
        f"source = {_quoted(f'netra outlets new looked at it on {day}')}",
        f"confidence = {_quoted('B' if not doubts else 'C')}",
        f"checked_on = {_quoted(day)}",
        f"tdm = {_quoted(signs.tdm)}",
    ]
    if signs.terms_url:
        lines.append(f"terms_url = {_quoted(signs.terms_url)}")
    if doubts:
        lines.append(f"extra_unverified = [{', '.join(map(_quoted, doubts))}]")
    return "\n".join([*lines, *_surfaces(signs, family)]) + "\n"


def _expected(checked: Checked) -> str:
    """What the extractor read from the article, in the form of tests/pages: to be read by eye before it is believed."""
    article = checked.extracted
    if article is None or checked.article is None:
        return ""
    lines = [
        "# As netra read it. Read the page beside it and correct what is wrong: then this is a test.",
        f"url = {_quoted(checked.article.url)}",
        "",
        "[expected]",
        f"title = {_quoted(article.title)}",
        f"authors = [{', '.join(map(_quoted, article.authors))}]",
        f"editors = [{', '.join(map(_quoted, article.editors))}]",
        f"published = {_quoted(article.published or '')}",
        f"dateline = {_quoted(article.dateline or '')}",
        "text = [",
        *(f"  {_quoted(paragraph)}," for paragraph in article.text.split("\n")),
        "]",
    ]
    return "\n".join(lines) + "\n"


_NOTE = """Pages of {host}, fetched on {day} by `netra outlets new`, and what netra read from them.

They are the site's, not ours: keep them for yourself and do not commit them. A fixture for the repository is a page that
you write: the same elements and classes, invented people and text.
"""


def _pages(checked: Checked, host: str, day: str) -> dict[str, bytes]:
    files = {"README.txt": _NOTE.format(host=host, day=day).encode()}
    for name, exchange in (("index", checked.index), ("article", checked.article)):
        if exchange is not None:
            kind = (exchange.header("content-type") or "").lower()
            files[f"{name}.{'json' if 'json' in kind else 'xml' if 'xml' in kind else 'html'}"] = exchange.body
    if expected := _expected(checked):
        files["article.toml"] = expected.encode()
    return files


def _look(
    folder: Path,
    url: str,
    name: str | None,
    env: Mapping[str, str] | None,
    settings: Mapping[str, str],
    now: datetime,
) -> tuple[Exchange, Exchange | None]:
    """The front page, and robots.txt. Raises SiteProblem where the former does not come."""
    host = host_of(url)
    own = folder / "outlets"
    own.mkdir()
    ident = name or outlet_id(host)
    text = f'name = "look"\nfamily = "{GENERIC}"\nhosts = ["{host}"]\n{_aliases(host)}\n'
    (own / f"{ident}.toml").write_text(text, encoding="utf-8")
    look = {"NETRA_OUTLETS": str(own), "NETRA_SPIDER": "look", "NETRA_LOOK": json.dumps([f"https://{host}/"])}
    summary = crawl(folder, [ident], env=env, settings={**settings, **look}, now=now)
    exchanges, rows = read_answers(folder / ARCHIVE)
    home = [one for one in exchanges if one.role == "index" and one.outcome == Outcome.FETCHED]
    if not home:
        why = [f"{row.outcome}: {row.reason}" for row in rows if row.role == "index"]
        raise SiteProblem(f"https://{host}/: {why[0] if why else summary.message or 'no answer'}")
    robots = [one for one in exchanges if one.role == "robots" and one.status == 200]
    return home[-1], robots[-1] if robots else None


def draft_outlet(
    url: str,
    now: datetime,
    *,
    name: str | None = None,
    region: str | None = None,
    env: Mapping[str, str] | None = None,
    settings: Mapping[str, str] | None = None,
) -> Draft:
    """Look at the site of this address (front page, one page of a surface, one article; robots.txt obeyed) and draft its
    outlet file. `name`: the id, else by the host. Raises SiteProblem, ValueError on an address without a host,
    OutletError on a wrong region."""
    given, day = dict(settings or {}), now.date().isoformat()
    with tempfile.TemporaryDirectory(prefix="netra-look-") as place:
        first, second, own = (Path(place) / part for part in ("first", "second", "own"))
        for folder in (first, second, own):
            folder.mkdir()
        home, robots = _look(first, url, name, env, given, now)
        signs = read_signs(home, robots)
        if signs is None:
            raise SiteProblem(f"{home.url}: the front page is no HTML page")
        ident = name or outlet_id(signs.host, signs.family)
        file = own / f"{ident}.toml"
        file.write_text(draft_toml(signs, day, region=region), encoding="utf-8")
        outlet = load_outlet(file)
        checked = check_outlet(outlet, second, env=env, settings={**given, "NETRA_OUTLETS": str(own)}, now=now)
        facts = checked.facts
        if facts.tdm != "unknown" and signs.tdm != "reserved":
            signs = replace(signs, tdm=facts.tdm)
        signs = replace(signs, terms_url=signs.terms_url or facts.terms_url)
        text = draft_toml(signs, day, region=region, unverified=checked.missing)
        return Draft(ident, text, signs, checked, _pages(checked, signs.host, day))
