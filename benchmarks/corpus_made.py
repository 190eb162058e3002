"""Made-up rows for benchmarks/corpus.py: texts drawn from a Zipf vocabulary, a known share of them on the topic.

Nothing is tagged here: mentions are written beside the sentences that they point into, as the tagger would, so that load
and queries have real work. Names and texts mean nothing. The same seed gives the same rows."""

import hashlib
import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np

from corpus.loading.staging import Staging, to_line

VOCABULARY, ON_TOPIC, COPIES, LOST = 200_000, 0.05, 0.2, 0.08
_SPELLED = (
    "ba ka ra sa ta ma na pa la ga di ri si ti mi ni pi li ku du ru su tu mu "
    "nu pu lu be ke re se te me ne pe le ang eng ong an in un ar er or"
)
_SYLLABLES = tuple(_SPELLED.split())
# rank -> word: what is asked for stands in 9 % of the articles (pemerintah), 3 (daerah), 2 (kampanye), 0.2, 0.05
_KNOWN = {
    200: "pemerintah",
    900: "daerah",
    2_000: "pilkada",
    4_000: "kampanye",
    9_000: "inspektorat",
    30_000: "petahana",
}
_OFFICES = ("Camat", "Lurah", "Kepala Desa", "Kepala Dinas Pendidikan", "Sekretaris Daerah", "Kepala Sekolah")
_STATUSES = (
    ("alleged", "suspected", 0.30), ("alleged", "under_process", 0.20), ("denied", "cleared", 0.10),
    ("denied", "denied_by_party", 0.07), ("proven", "decided", 0.18), ("proven", "found", 0.05),
    ("proven", "asserted", 0.05), ("conditional", "consequence", 0.05),
)  # fmt: skip
_FORMS = ("media_sosial", "kampanye", "foto_simbol", "alat_peraga", "parpol", "mobilisasi", "dukungan", "umum")
_REFERENCES = ("case", "case", "case", "count")
_SOURCES = ("pengawas", "kasn_bkn", "ppk_atasan", "warga", "terlapor", "media")
_STAGES = ("laporan", "klarifikasi", "kajian", "rekomendasi", "sanksi", None)
_FIRST, _DAYS = date(2018, 1, 1), 365 * 8
_TAGGER, _EXTRACTOR = "made-1", "made-1"


def vocabulary(seed: int = 1) -> "np.ndarray[Any, Any]":
    """Words by frequency, the most frequent first."""
    dice, words = random.Random(seed), set[str]()
    while len(words) < VOCABULARY:
        words.add("".join(dice.choices(_SYLLABLES, k=dice.randint(2, 4))))
    ordered = sorted(words)
    dice.shuffle(ordered)
    for rank, word in _KNOWN.items():
        ordered[rank] = word
    return np.array(ordered, dtype=object)


class Maker:
    """Writes articles with all that belongs to them into the staging area."""

    def __init__(self, staging: Staging, regions: list[dict[str, Any]], outlets: list[str], seed: int = 1) -> None:
        self.staging, self.outlets = staging, outlets
        self.regions = [(row["region_code"], row["name"]) for row in regions if row["level"] != "province"]
        self.dice, self.numbers = random.Random(seed), np.random.default_rng(seed)
        self.words = vocabulary(seed)
        share = 1 / (np.arange(VOCABULARY) + 2.7) ** 1.05
        self.cumulated = np.cumsum(share / share.sum())
        self.told: list[list[tuple[str, dict[str, Any] | None]]] = []
        self.lines: dict[str, list[str]] = {}

    def _add(self, table: str, row: dict[str, Any]) -> None:
        self.lines.setdefault(table, []).append(to_line(row))

    def make(self, articles: int, block: int = 5_000) -> Iterator[int]:
        """Stage so many articles; yields how many are there."""
        for first in range(0, articles, block):
            count = min(block, articles - first)
            lengths = self.numbers.integers(150, 251, count)
            drawn = self.words[np.searchsorted(self.cumulated, self.numbers.random(int(lengths.sum()) + 9 * count))]
            at = 0
            for number, length in enumerate(lengths, start=first):
                self._article(number, list(drawn[at : at + int(length) + 9]))
                at += int(length) + 9
            for table, lines in self.lines.items():
                self.staging.add_lines(table, lines)
            self.lines = {}
            yield first + count

    def _article(self, number: int, words: list[str]) -> None:
        dice = self.dice
        ident = hashlib.sha256(str(number).encode()).hexdigest()[:20]
        code, region = self.regions[min(int(dice.expovariate(1 / 60)), len(self.regions) - 1)]
        topic = "yes" if dice.random() < ON_TOPIC else "no"
        title, sentences = " ".join(words[:9]).title(), self._plain(words[9:])
        if topic == "yes":
            if self.told and dice.random() < COPIES:
                sentences = dice.choice(self.told)
            else:
                sentences = [*self._breaches(code, region), *sentences]
                self.told.append(sentences)
            if dice.random() < 0.3:
                title = f"{dice.choice(_OFFICES)} di {region} Langgar Netralitas"
        day = _FIRST + timedelta(days=dice.randrange(_DAYS))
        outlet = self.outlets[min(int(dice.expovariate(1 / 8)), len(self.outlets) - 1)]
        text = self._sentences(ident, title, sentences, code, topic)
        self._rows(ident, outlet, day, title, text, topic, code, number)

    def _plain(self, words: list[str]) -> list[tuple[str, dict[str, Any] | None]]:
        found: list[tuple[str, dict[str, Any] | None]] = []
        at = 0
        while at < len(words):
            step = self.dice.randint(12, 28)
            sentence = " ".join(words[at : at + step])
            found.append((sentence[0].upper() + sentence[1:] + ".", None))
            at += step
        return found

    def _breaches(self, code: str, region: str) -> list[tuple[str, dict[str, Any] | None]]:
        """Sentences that tell a breach of one person, each with its mention."""
        dice = self.dice
        person = dice.randrange(60)
        spelled = random.Random(f"{code}/{person}")
        name = " ".join("".join(spelled.choices(_SYLLABLES, k=3)).capitalize() for _ in range(2))
        office = spelled.choice(_OFFICES)
        found: list[tuple[str, dict[str, Any] | None]] = []
        for _ in range(dice.randint(1, 5)):
            (chosen,) = dice.choices(_STATUSES, weights=[weight for *_, weight in _STATUSES])
            form = dice.choice(_FORMS)
            mention = {
                "status": chosen[0], "substatus": chosen[1], "reference": dice.choice(_REFERENCES),
                "form": form, "source": dice.choice(_SOURCES), "stage": dice.choice(_STAGES), "name": name,
                "office": office,
            }  # fmt: skip
            words = f"{office} {name} di {region} disebut tidak netral, {form.replace('_', ' ')}, {chosen[1]}."
            found.append((words, mention))
        rule = {"status": "prohibited", "substatus": "forbidden", "reference": "rule", "form": "umum", "source": "media",
                "stage": None, "name": None, "office": None}  # fmt: skip
        found.append(("ASN dilarang berpihak kepada calon mana pun.", rule))
        return found

    def _sentences(
        self,
        ident: str,
        title: str,
        sentences: list[tuple[str, dict[str, Any] | None]],
        code: str,
        topic: str,
    ) -> str:
        """Stage sentences and mentions; returns the text."""
        rows = self.lines.setdefault("sentences", [])
        rows.append(
            f'{{"article_id":"{ident}","sentence":0,"part":"title","start":0,"stop":{len(title)},"paragraph":0}}\n'
        )
        at, mentions, persons = 0, 0, 0
        if topic == "yes" and title.endswith("Langgar Netralitas"):
            self._violation(ident, 0, "title", 0, title, 0, None)
            mentions = 1
        for number, (words, mention) in enumerate(sentences, start=1):
            stop = at + len(words)
            rows.append(
                f'{{"article_id":"{ident}","sentence":{number},"part":"text","start":{at},"stop":{stop},'
                f'"paragraph":{number - 1}}}\n'
            )
            if mention is not None:
                self._violation(ident, mentions, "text", at, words, number, mention)
                mentions += 1
                if mention["name"]:
                    self._official(ident, persons, at, number, mention, code)
                    persons += 1
            at = stop + 1
        place = {"article_id": ident, "mention": 0, "part": "title", "start": 0, "stop": 3, "surface": title[:3]}
        self._add("region_mentions", {
            **place, "sentence": 0, "region_code": code, "candidates": [code], "resolved_by": "made",
            "precision": "kabkota", "is_primary": True, "tagger": _TAGGER,
        })  # fmt: skip
        return "\n".join(words for words, _ in sentences)

    def _violation(
        self, ident: str, number: int, part: str, at: int, words: str, sentence: int, told: dict[str, Any] | None
    ) -> None:
        told = told or {"status": "proven", "substatus": "asserted", "reference": "case", "form": "umum",
                        "source": "media", "stage": None, "name": None, "office": None}  # fmt: skip
        stop = at + len(words)
        self._add("violation_mentions", {
            "article_id": ident, "mention": number, "part": part, "start": at, "stop": stop, "surface": words,
            "sentence": sentence, "sentence_start": at, "sentence_stop": stop, "status": told["status"],
            "substatus": told["substatus"], "reference": told["reference"], "temporal": "current",
            "forms": [told["form"]], "actors": ["asn"], "claimed_by": [told["source"]], "sanctions": [],
            "stage": told["stage"], "tracks": [], "beneficiaries": [], "ranks": [], "form_codes": [], "skb_items": [],
            "hedge_dropped": self.dice.random() < 0.5 if part == "title" else None, "rule": "made", "tagger": _TAGGER,
        })  # fmt: skip
        self._add("claims", {"article_id": ident, "claim": number, "violation": number, "source": told["source"],
                             "tagger": _TAGGER})  # fmt: skip
        if told["name"] and told["reference"] == "case":
            self._add("breach_parties", {
                "article_id": ident, "mention": number, "party": 0, "name": told["name"], "office": told["office"],
                "official_id": self._person(told["name"]), "status": told["status"], "substatus": told["substatus"],
                "temporal": "current",
            })  # fmt: skip

    def _official(self, ident: str, number: int, at: int, sentence: int, told: dict[str, Any], code: str) -> None:
        start = at + len(told["office"]) + 1
        self._add("official_mentions", {
            "article_id": ident, "mention": number, "part": "text", "start": start, "stop": start + len(told["name"]),
            "surface": told["name"], "sentence": sentence, "official_id": self._person(told["name"]),
            "name": told["name"], "position": told["office"], "region_code": code, "role": "accused",
            "statuses": [f"{told['status']}/{told['substatus']}"], "former": False, "rule": "made", "confirmed_by": [],
            "tagger": _TAGGER,
        })  # fmt: skip

    @staticmethod
    def _person(name: str) -> str:
        return hashlib.sha256(name.encode()).hexdigest()[:16]

    def _rows(
        self, ident: str, outlet: str, day: date, title: str, text: str, topic: str, code: str, number: int
    ) -> None:
        """Article, revision, page, ledger; and now and then an address that gave no article."""
        url, at, digest = f"https://{outlet}.example/{day}/{ident}", f"{day}T03:00:00Z", f"sha256:{ident}"
        self._add("articles", {
            "article_id": ident, "outlet_id": outlet, "revision": 1, "url": url, "title": title, "text": text,
            "published_at": at, "published_date": day.isoformat(), "authors": [], "editors": [], "contributors": [],
            "tags": [], "pages": 1, "pages_seen": 1, "words": text.count(" ") + 10, "topic": topic,
            "primary_region_code": code, "problems": [], "origin": "archive", "first_fetched_at": at,
            "last_fetched_at": at, "text_digest": digest, "extractor": _EXTRACTOR, "tagger": _TAGGER,
        })  # fmt: skip
        self._add("article_revisions", {"article_id": ident, "revision": 1, "is_current": True, "first_fetched_at": at,
                                        "last_fetched_at": at, "text_digest": digest, "title": title})  # fmt: skip
        answer = {
            "http_status": 200,
            "warc_file": f"{outlet}.warc.gz",
            "warc_offset": number * 9_000,
            "digest": digest,
        }
        self._add(
            "article_pages", {"article_id": ident, "revision": 1, "page": 1, "url": url, "fetched_at": at, **answer}
        )
        seen = {"outlet_id": outlet, "role": "article", "surface": "index", "first_seen_at": at, "last_seen_at": at,
                "day": day.isoformat()}  # fmt: skip
        self._add("fetches", {**seen, "url": url, "outcome": "extracted", "attempts": 1, "answered": True, **answer,
                              "article_id": ident, "day_from": "published"})  # fmt: skip
        if self.dice.random() < LOST:
            self._add("fetches", {**seen, "url": f"{url}/lost", "outcome": "gone", "attempts": 1, "answered": True,
                                  "http_status": 404, "day_from": "listed"})  # fmt: skip
