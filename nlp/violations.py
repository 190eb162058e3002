"""Violation mentions: every sentence that names a breach of neutrality, with its status and who is said to have done it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from nlp.actors import actors_in, usual_actors
from nlp.assertion import Cue, Scope, Setting, Verdict, decide, find_cues
from nlp.breach import Breach, Theme, find_breaches, find_theme, hide, mask_cues, servant_pattern
from nlp.claims import Sources, name_sources, source_in
from nlp.clauses import Clause, Quotation, quotations, split_clauses
from nlp.document import Document, Sentence
from nlp.forms import find_forms
from nlp.lexicon import one_regex
from nlp.parties import Person, Seen, accused_here, as_parties, find_people, meant
from nlp.records import OfficialMention, RegionMention, ViolationMention
from nlp.sanctions import modalities_in, modality_of, sanctions_in
from nlp.temporal import is_past, story_year


@dataclass(frozen=True)
class Reading:
    """A sentence as the rules see it: hidden and masked text, its clauses, breaches, cues, sanctions, persons."""

    sentence: Sentence
    quote: Quotation
    text: str
    masked: str
    clauses: tuple[Clause, ...]
    breaches: tuple[Breach, ...]
    cues: tuple[Cue, ...]
    sanctions: tuple[str, ...]
    seen: tuple[Seen, ...]


@dataclass(frozen=True)
class Draft:
    """An entry before parties and sources: the clause that it stands on and its verdict."""

    reading: Reading
    clause: Clause
    breaches: tuple[Breach, ...]
    verdict: Verdict


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "list_intro": one_regex(
            r"\b(?:dilarang|larangan|pelanggaran|tidak boleh|perbuatan|pantangan|rambu)\b.*:\s*$",
            r"\b(?:berikut|sebagai berikut|antara lain|di antaranya|meliputi)\b.{0,120}\b(?:larang\w*|dilarang|pelanggaran|tidak boleh)\b.*$",
        ),
        "list_item": re.compile(r"\s*(?:\(?\d{1,2}[.)]|[-•*–]|[a-z][.)])\s*\S|\s*[A-Z]\w+(?:kan|i|an|\b) "),
        "pledge": one_regex(
            r"\b(?:ikrar|pakta integritas|butir|poin|isinya|berbunyi|berikrar|deklarasi netralitas|sumpah)\b"
        ),
        "other_kind": one_regex(
            r"\bpelanggaran (?:administra\w+|pidana(?! pemil)|hukum lain|APK|alat peraga|kampanye(?! oleh)|tata cara|hak|lokasi|pemilu yang|tahapan|UU lain\w*|lain\w*|etik DKPP)\b",
            r"\bdugaan (?:korupsi|tipikor|tindak pidana korupsi|suap(?! .*caleg)|penipuan|pemalsuan|ijazah|pencucian|penganiayaan|pelecehan)",
        ),
        "definite": one_regex(
            r"\b(?:seorang|oknum|berinisial|inisial|yang bersangkutan|keduanya|ketiganya|terlapor|terdakwa|teradu|tersangka|dirinya|mantan)\b",
            r"\b{SERVANT}(?: \w+){0,2} (?:itu|tersebut|ini)\b",
            r"\b(?:dua|tiga|empat|lima|enam|tujuh|sejumlah|beberapa) (?:orang )?{SERVANT}\b",
            r"\b(?:anak buah|anggota|staf|bawahan)nya\b",
            r"\b(?:dugaan|pelanggaran|perbuatan|kasus|unsur|perkara|unggahan|tindakan)(?:nya)? (?:itu|tersebut|ini|oleh|yang dilakukan)\b|\bunsurnya\b",
            r"\b{SERVANT}(?: \w+){0,3} di (?-i:[A-Z])\w+",
        ),
        "number": one_regex(
            r"\b{NUM}(?: (?:orang|oknum|dugaan|pasang|nama))? (?:{SERVANT}|kasus|perkara|laporan|dugaan|pelanggaran|temuan|nama|terlapor|aduan|pengaduan|di antaranya|lainnya|lagi|persen|pelanggar|orang|rekomendasi)\b",
            r"\bdari {NUM}\b",
            r"\b\d+,\d+ persen",
            r"\b(?:mayoritas|sebagian besar|didominasi|mendominasi|terbanyak|urutan|sisanya|tertinggi|maraknya|banyaknya|lima besar)\b",
        ),
        "generic_count": one_regex(
            r"\b{NUM}(?: (?:buah|jumlah))? (?:kasus|perkara|laporan|dugaan|pelanggaran|temuan|terlapor|aduan|pengaduan|pelanggar|di antaranya|lainnya|lagi|persen|rekomendasi)\b",
            r"\b{NUM}(?: (?:orang|oknum))? (?:ASN|PNS|aparatur|pegawai|kades|kepala desa|anggota|terlapor|abdi|pejabat|nama)\b(?!.{0,25}\b(?:berinisial|masing-masing|yakni|yaitu)\b)",
            r"\bdari {NUM}\b",
            r"\b\d+,\d+ persen",
            r"\b(?:mayoritas|sebagian besar|didominasi|mendominasi|terbanyak|urutan|sisanya|tertinggi|maraknya|banyaknya|lima besar|sejumlah kasus|kasus ke\w+)\b",
        ),
        "elliptical": one_regex(
            r"^\W*(?:sedangkan|sementara|dan|adapun|lalu|serta|sisanya|selebihnya|lainnya|hanya|baru)?\s*(?:itu\s)?(?:untuk\s|dari\s)?(?:{NUM}|sisanya|selebihnya|lainnya|sisa|keduanya|yang lain)\b"
        ),
        "procedure": one_regex(
            r"\b(?:berkas|laporan|kasus|perkara|berkasnya|penanganan|hal|proses|persoalan)(?:nya)? (?:itu|ini|tersebut|sudah|masih|telah|akan|tengah|sedang)\b"
        ),
        "link": one_regex(
            r"^\W*(?:termasuk|begitu (?:juga|pula)|demikian (?:juga|pula)|juga|apalagi|baik|serta|dan|maupun|sanksi(?:nya)? |hukuman(?:nya)?|sanksi tersebut)\b"
        ),
        "excuse": one_regex(r"\b(?:hanya|cuma|sekadar|semata)\b"),
    }


class _Article:
    """One article being read."""

    def __init__(self, document: Document, officials: Sequence[OfficialMention], theme: Theme) -> None:
        self.document, self.theme = document, theme
        sentences = document.sentences
        quotes = quotations(sentences)
        self.seen, self.people = find_people(sentences, officials)
        self.readings = [self._read(s, q) for s, q in zip(sentences, quotes, strict=True)]
        self.group = self._accused()
        words = frozenset(w.lower() for p in self.group for w in p.words)
        self.sources = Sources(sentences, quotes, name_sources(sentences, officials), words)
        self.case: str | None = None
        self.list_open = False
        self.year = story_year(document)

    def _read(self, sentence: Sentence, quote: Quotation) -> Reading:
        text = hide(sentence.text)
        breaches = find_breaches(text)
        sanctions = sanctions_in(text)
        if not breaches and not sanctions:
            return Reading(sentence, quote, text, text, (), (), (), (), tuple(self.seen.get(sentence.index, ())))
        masked = mask_cues(text)
        return Reading(
            sentence, quote, text, masked, split_clauses(masked), breaches, find_cues(masked), sanctions,
            tuple(self.seen.get(sentence.index, ())),
        )  # fmt: skip

    def _accused(self) -> list[Person]:
        """Everybody who is said, somewhere in the article, to have done it; in order of mention."""
        found: list[Person] = []
        for reading in self.readings:
            strong = [b for b in reading.breaches if b.kind in ("strong", "act")]
            weak = [b for b in reading.breaches if b.kind == "weak"]
            names = {c.name for c in reading.cues}
            if not reading.seen or not (strong or weak or reading.sanctions):
                continue
            if (
                not names & {"suspect", "proven", "process", "deny", "cleared"}
                and not reading.sanctions
                and not strong
            ):
                continue
            for person in accused_here(reading.text, reading.seen, "alleged", strict=False):
                body = source_in(person.office or "")
                if body in ("pengawas", "kasn_bkn", "penegak_hukum") and not re.search(
                    r"\b(?:teradu|diadukan|dicopot|melanggar kode etik)\b", reading.text, re.I
                ):
                    continue
                if person not in found:
                    found.append(person)
        return found

    # --- which sentences, with which status ---

    def drafts(self) -> list[Draft]:
        found: list[Draft] = []
        for reading in self.readings:
            mine = self._drafts_of(reading)
            found += mine
            for draft in mine:
                if draft.verdict.status in ("proven", "alleged", "denied") and not self._is_count(draft):
                    self.case = self._case_after(draft)
        return found

    def _case_after(self, draft: Draft) -> str:
        status = draft.verdict.status
        if self.case == "proven" and status == "alleged":
            return "proven"
        return status if self.case is None or status == "proven" else self.case

    def _drafts_of(self, reading: Reading) -> list[Draft]:
        self._list_scope(reading)
        if not reading.breaches and not reading.sanctions:
            return []
        verdicts: list[Draft] = []
        for clause in reading.clauses:
            mine = tuple(b for b in reading.breaches if clause.holds(b.start))
            main = self._main(mine)
            if main is None:
                main = self._elliptical(reading, clause)
                if main is None:
                    continue
            verdict = self._judge(reading, clause, main)
            if verdict and self._is_entry(reading, clause, mine, main, verdict):
                verdicts.append(Draft(reading, clause, mine, verdict))
        return self._merge(reading, verdicts)

    @staticmethod
    def _main(breaches: Sequence[Breach]) -> Breach | None:
        usable = [b for b in breaches if b.kind != "form"]
        return max(usable, key=lambda b: (b.strength, -b.start)) if usable else None

    def _elliptical(self, reading: Reading, clause: Clause) -> Breach | None:
        """A clause with a number and an outcome, or with a sanction, that leaves the breach unsaid."""
        piece = reading.masked[clause.start : clause.stop]
        if (
            len(reading.clauses) > 1
            and any(b.kind != "form" for b in reading.breaches)
            and _patterns()["elliptical"].search(piece)
        ):
            return Breach("weak", clause.start, clause.start, "ellipsis")
        if sanctions_in(piece):
            return Breach("weak", clause.start, clause.start, "sanction")
        return None

    def _setting(self, reading: Reading, clause: Clause) -> Setting:
        piece = reading.text[clause.start : clause.stop]
        sanctions = modalities_in(piece) if sanctions_in(piece) else frozenset()
        named = any(p in self.group for p in accused_here(reading.text, reading.seen, "alleged", strict=False))
        definite = named or bool(_patterns()["definite"].search(reading.text))
        source, _ = self.sources.of(reading.sentence.index)
        return Setting(
            title=reading.sentence.part == "title",
            definite=definite,
            case=self.case,
            rule_list=self.list_open and bool(_patterns()["list_item"].match(reading.text)),
            pledge=bool(_patterns()["pledge"].search(reading.text)),
            accused_speaks=source == "terlapor",
            sanctions=sanctions,
        )

    def _judge(self, reading: Reading, clause: Clause, main: Breach) -> Verdict | None:
        setting = self._setting(reading, clause)
        verdict = decide(Scope(reading.masked, clause, main, reading.cues), setting)
        if verdict or main.kind not in ("strong", "act"):
            return verdict
        if self.case and (setting.definite or main.kind == "strong") and not setting.accused_speaks:
            return Verdict(
                "proven" if self.case == "proven" else "alleged",
                "asserted" if self.case == "proven" else "suspected",
                "context",
                False,
            )
        if main.kind == "strong" and setting.title:
            return Verdict("proven", "asserted", "title", False)
        return None

    def _is_entry(
        self, reading: Reading, clause: Clause, mine: Sequence[Breach], main: Breach, verdict: Verdict
    ) -> bool:
        if main.kind == "strong":
            return True
        if self.theme.level != "yes":
            return False
        if main.kind == "act":
            if verdict.status in ("prohibited", "conditional"):
                return True
            return bool(servant_pattern().search(reading.text)) or bool(reading.seen) or self.case is not None
        return self._weak_entry(reading, clause, mine, main, verdict)

    def _weak_entry(
        self, reading: Reading, clause: Clause, mine: Sequence[Breach], main: Breach, verdict: Verdict
    ) -> bool:
        pattern = _patterns()
        if pattern["other_kind"].search(reading.text):
            return False
        ids = {b.id for b in mine if b.kind == "weak"} or {main.id}
        if not verdict.explicit:
            return False
        if ids & {"violation", "ellipsis"}:
            return True
        if ids & {"sanction", "sanction_word"} and reading.sanctions:
            return verdict.status in ("proven", "conditional", "alleged", "prohibited") and (
                verdict.status != "alleged" or verdict.rule in ("would", "will_fire", "penalty")
            )
        if "proven_word" in ids:
            return verdict.status in ("proven", "denied", "conditional")
        if "verdict_word" in ids:
            return verdict.status in ("denied", "conditional") or verdict.substatus == "aspired"
        if "suspicion" in ids:
            return verdict.rule != "suspect" and not (
                verdict.substatus == "under_process" and pattern["procedure"].search(reading.text)
            )
        if "report_word" in ids:
            return verdict.substatus in ("none_reported", "aspired") or (
                verdict.substatus == "suspected" and bool(pattern["generic_count"].search(reading.text))
            )
        return verdict.substatus in ("none_reported", "aspired") or (
            verdict.substatus == "asserted" and bool(pattern["number"].search(reading.text))
        )

    def _list_scope(self, reading: Reading) -> None:
        text = reading.text
        if _patterns()["list_intro"].search(text) and not reading.quote.parts:
            self.list_open = text.rstrip().endswith(":")
        elif self.list_open and (reading.quote.parts or not _patterns()["list_item"].match(text)):
            self.list_open = False

    def _merge(self, reading: Reading, drafts: list[Draft]) -> list[Draft]:
        """One entry per outcome; where only one outcome is told, the whole sentence is its quote."""
        whole = Clause(0, len(reading.text))
        if not drafts:
            return []
        outcomes = {(d.verdict.status, d.verdict.substatus) for d in drafts}
        told = [d for d in drafts if d.verdict.status in ("proven", "alleged", "denied") and d.verdict.explicit]
        if len(outcomes) > 1 and len({d.verdict.status for d in told}) > 1:
            return told
        if self._separate_counts(drafts):
            return drafts
        best = max(
            drafts,
            key=lambda d: (d.verdict.explicit, max((b.strength for b in d.breaches), default=0), -d.clause.start),
        )
        return [replace(best, clause=whole, breaches=reading.breaches)]

    @staticmethod
    def _separate_counts(drafts: list[Draft]) -> bool:
        number = _patterns()["number"]
        return len(drafts) > 1 and all(number.search(d.reading.text[d.clause.start : d.clause.stop]) for d in drafts)

    @staticmethod
    def _is_count(draft: Draft) -> bool:
        if draft.verdict.substatus == "none_reported":
            return True
        return bool(_patterns()["generic_count"].search(draft.reading.text[draft.clause.start : draft.clause.stop]))

    # --- the other fields ---

    def mentions(self) -> tuple[ViolationMention, ...]:
        drafts = self.drafts()
        own = [actors_in(d.reading.text[d.clause.start : d.clause.stop]) for d in drafts]
        usual = usual_actors(own)
        found: list[ViolationMention] = []
        last: Person | None = None
        introduced: list[Person] = []
        for draft, actors in zip(drafts, own, strict=True):
            mention, here = self._mention(draft, actors or usual, introduced, last)
            found.append(mention)
            introduced += [p for p in here if p not in introduced]
            last = here[-1] if here else last
        return tuple(found)

    def _mention(
        self, draft: Draft, actors: tuple[str, ...], introduced: list[Person], last: Person | None
    ) -> tuple[ViolationMention, list[Person]]:
        reading, clause, verdict = draft.reading, draft.clause, draft.verdict
        sentence = reading.sentence
        piece = reading.text[clause.start : clause.stop]
        reference = self._reference(draft)
        people = self._people(draft, reference, introduced, last)
        sanctions = sanctions_in(piece)
        source, named = self.sources.of(sentence.index)
        if verdict.substatus == "denied_by_party" and not (named and source in ("ppk_atasan", "peserta", "warga")):
            source = "terlapor"
        start, stop = self._quote(reading, clause)
        mention = ViolationMention(
            span=self.document.span(sentence.part, sentence.start + start, sentence.start + stop),
            status=verdict.status,
            substatus=self._substatus(draft, source),
            reference=reference,
            temporal=is_past(piece, self.year, None),
            forms=find_forms(
                piece, [replace(b, start=b.start - clause.start, stop=b.stop - clause.start) for b in draft.breaches]
            ),
            actors=actors,
            parties=as_parties(people),
            claimed_by=(source,),
            sanctions=sanctions,
            sanction_modality=modality_of(piece, verdict.status, sanctions),
            sentence=self.document.span(sentence.part, sentence.start, sentence.stop),
            rule=verdict.rule,
        )
        return mention, people

    def _reference(self, draft: Draft) -> str:
        verdict, text = draft.verdict, draft.reading.text
        if verdict.status == "prohibited" or verdict.substatus == "risk":
            return "rule"
        if verdict.status == "conditional":
            if (
                self.case
                and _patterns()["definite"].search(text)
                and not any(c.name == "rel" for c in draft.reading.cues)
            ):
                return "case"
            return "rule"
        return "count" if self._is_count(draft) else "case"

    def _people(self, draft: Draft, reference: str, introduced: list[Person], last: Person | None) -> list[Person]:
        if reference != "case":
            return []
        reading, status = draft.reading, draft.verdict.status
        here = [
            p for p in accused_here(reading.text, reading.seen, status, strict=status == "proven") if p in self.group
        ]
        if here:
            return here
        group = introduced if reading.sentence.part == "text" and introduced else self.group
        if reading.sentence.part == "title":
            group = self.group[:1] if len(self.group) == 1 else []
        return meant(reading.text, group, last)

    def _substatus(self, draft: Draft, source: str) -> str:
        verdict, text = draft.verdict, draft.reading.text
        if verdict.status != "proven" or verdict.substatus == "asserted":
            return verdict.substatus
        if (
            _deciders().search(text)
            or draft.reading.sanctions
            or source in ("kasn_bkn", "penegak_hukum", "ppk_atasan")
        ):
            return "decided"
        return "found"

    @staticmethod
    def _quote(reading: Reading, clause: Clause) -> tuple[int, int]:
        """The clause without what only says who speaks: the quoted part of it, where the breach stands in one."""
        start, stop = clause.start, clause.stop
        inner = [
            (a, b)
            for a, b in reading.quote.parts
            if any(a <= m.start < b for m in reading.breaches) or reading.sanctions
        ]
        if inner and clause.start == 0 and clause.stop == len(reading.text):
            start, stop = max(inner, key=lambda p: p[1] - p[0])
        piece = reading.sentence.text[start:stop]
        left = len(piece) - len(piece.lstrip(" ,;\"'"))
        right = len(piece.rstrip(" ,;\"'"))
        return start + left, start + max(right, left + 1)


@cache
def _deciders() -> re.Pattern[str]:
    return one_regex(
        r"\b(?:KASN|BKN|Komisi ASN|hakim|pengadilan|divonis|vonis|DKPP|Propam|mahkamah|(?-i:MK|PN)|bupati|wali ?kota|pemkab|pemkot|PPK|SK)\b"
    )


def find_violations(
    document: Document, regions: Sequence[RegionMention], officials: Sequence[OfficialMention]
) -> tuple[ViolationMention, ...]:
    """Every entry of the codebook's `violations` in text order. `officials` serve to name parties and speakers; with
    none given, parties are known by initials only. An article that is not about neutrality is refused cheaply."""
    del regions
    theme = find_theme(document)
    if theme.level == "no":
        return ()
    return _Article(document, officials, theme).mentions()
