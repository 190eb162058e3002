"""The one region where the story happens (codebook: primary_region)."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.document import Document
from nlp.places.datelines import find_dateline
from nlp.places.gazetteer import regions
from nlp.records import RegionMention

_TITLE, _LEAD, _DATELINE, _PLAIN = 3, 2, 2, 1
# Fewer points than this are a place in passing, not the place of the story.
_LEAST = 3
# More kabupaten than these are a list, and the story is the province's.
_FEW = 2
_JAKARTA = "31"
# Jakarta is where national bodies sit: it counts only where its own offices, servants or areas are meant.
_LOCAL = re.compile(
    r"\b(?:pemprov|provinsi|gubernur|wagub|sekda|sekretaris daerah|bawaslu|panwaslu|kpu|kpud|dprd|polda|kejati|asn|"
    r"pns|dinas|bkd|warga|kota|se|wilayah|pilkada|pilgub|pegawai|pemda|metro)\s+(?:provinsi )?(?:dki |dk )?$",
    re.IGNORECASE,
)
_COUNTRYWIDE = re.compile(r"\b\d+ (?:provinsi|daerah)\b|\bprovinsi (?:rawan|terbanyak)\b|\bnasional\b", re.IGNORECASE)


@dataclass(frozen=True)
class _View:
    """Points of each code, the codes of the title in order, and the dateline's code."""

    points: Counter[str]
    title: tuple[str, ...]
    dateline: str | None


def primary_region(document: Document, mentions: Sequence[RegionMention]) -> str | None:
    """The code of the place where the story happens; None for a national story. The title's first region counts most,
    a kabupaten or kota before its province where one stands out, a province where many of its places are listed."""
    view = _view(document, mentions)
    cities = Counter({code: n for code, n in view.points.items() if len(code) > 2})
    if view.title:
        return _by_title(document, view, cities)
    if not view.points:
        return None
    provinces = {code for code in view.points if len(code) == 2}
    if not cities:
        best = max(provinces, key=lambda c: view.points[c])
        return best if view.points[best] >= _LEAST and len(provinces) < 3 else None
    return _by_points(view, cities)


def _view(document: Document, mentions: Sequence[RegionMention]) -> _View:
    line = find_dateline(document)
    lead = next((s for s in document.sentences if s.part == "text" and not s.navigation and len(s.text) > 40), None)
    points: Counter[str] = Counter()
    dateline = None
    for mention in mentions:
        span = mention.span
        if line is not None and span.part == "text" and span.start == line.start:
            dateline = mention.code
            points[mention.code] += 0 if mention.code == _JAKARTA else _DATELINE
        elif mention.code == _JAKARTA and not _LOCAL.search(document.folded[span.part][: span.start][-60:]):
            points[mention.code] += 0
        elif span.part == "title":
            points[mention.code] += _TITLE
        else:
            points[mention.code] += _LEAD if lead is not None and span.start < lead.stop else _PLAIN
    title = tuple(dict.fromkeys(m.code for m in mentions if m.span.part == "title"))
    return _View(points, title, dateline)


def _by_title(document: Document, view: _View, cities: Counter[str]) -> str | None:
    first = view.title[0]
    listed = len(first) == 2 and len(cities) > _FEW
    if view.dateline in view.title and len(str(view.dateline)) > 2 and not listed:
        return view.dateline
    named = [code for code in view.title if len(code) > 2]
    if not named and (len(view.title) > 1 or (_COUNTRYWIDE.search(document.title) and not cities)):
        return None
    if len(first) > 2:
        return first
    inside = Counter({code: n for code, n in cities.items() if code.startswith(first)})
    if not inside or len(inside) > _FEW:
        return first
    best, points = inside.most_common(1)[0]
    seat = regions()[first].capital.lower() == regions()[best].name.lower()
    return (
        best if points >= (_LEAST if not seat else view.points[first]) or best in view.title else _lede(view, inside)
    )


def _lede(view: _View, inside: Counter[str]) -> str:
    """A title and a sentence: the only kabupaten of the sentence is the place, the title's election its province."""
    best, points = inside.most_common(1)[0]
    short = sum(view.points.values()) <= 2 * _TITLE + _LEAD
    return best if short and points >= _LEAD else view.title[0]


def _by_points(view: _View, cities: Counter[str]) -> str | None:
    best, points = cities.most_common(1)[0]
    if view.dateline in cities and cities[str(view.dateline)] >= points:
        best = str(view.dateline)
    province = best[:2]
    seat = regions()[province].capital.lower() == regions()[best].name.lower()
    scattered = len(cities) > _FEW + 1 and points < sum(cities.values()) / 2
    outweighed = (seat or province == _JAKARTA) and view.points[province] > points
    if view.points[province] >= _LEAST and (scattered or outweighed):
        return province
    known = len(view.points) == 1 or best == view.dateline
    return best if points >= _LEAST - known else None
