"""Who made it: reporters, editors, contributors, source, from labelled lines and named elements. Names only: no
houses, no machines, no bare initials. The vocabulary is `bylines.toml`."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from crawler.extraction.datelines import is_place
from crawler.extraction.dates import strip_dates
from crawler.extraction.dom import squeeze
from crawler.extraction.titles import fold_title

ROLES = ("author", "editor", "contributor", "source", "other")


@dataclass(slots=True)
class Credits:
    """Names by role, each once, in page order."""

    authors: list[str] = field(default_factory=list)
    editors: list[str] = field(default_factory=list)
    contributors: list[str] = field(default_factory=list)
    source: str | None = None

    def add(self, role: str, name: str) -> None:
        """Takes a name in; a shorter form of one that is known adds nothing, a longer one replaces it."""
        if role == "source":
            self.source = self.source or name
            return
        target = {"author": self.authors, "editor": self.editors, "contributor": self.contributors}.get(role)
        if target is None:
            return
        new = set(fold_title(name).split())
        for at, known in enumerate(target):
            old = set(fold_title(known).split())
            if new <= old:
                return
            if old < new:
                target[at] = name
                return
        target.append(name)


@cache
def _words() -> Mapping[str, Any]:
    with (Path(__file__).parent / "bylines.toml").open("rb") as file:
        return tomllib.load(file)


def meta_names() -> Mapping[str, Any]:
    """Names of metas that name people, by "author" and "editor"."""
    metas: Mapping[str, Any] = _words()["metas"]
    return metas


@cache
def _roles() -> Mapping[str, str]:
    return {label: role for role, labels in _words()["labels"].items() for label in labels}


@cache
def _label_pattern() -> re.Pattern[str]:
    labels = "|".join(sorted((re.escape(label).replace(r"\ ", r"\s+") for label in _roles()), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w@.])(?P<label>{labels})(?P<more>\s*(?:&|/|,|\+|dan|and)\s*(?:{labels}))*(?:\s*(?P<mark>[:|]|[.=](?=\s)|-(?=\s))|(?=\s+(?-i:[A-Z])))\s*",
        re.I,
    )


@cache
def _signs() -> tuple[str, ...]:
    """Pieces of which a line holds one if anything below can read it as a credit: the labels, less those that hold
    another one. A cheap first look."""
    words = {*_roles(), "tayang", "muat", "terbit", "publikasi"}
    return tuple(sorted(word for word in words if not any(other != word and other in word for other in words)))


@cache
def _not_people() -> frozenset[str]:
    return frozenset(_words()["not_people"]["words"])


MAX_LINE = 400  # characters; what is longer is text, no credit
_NAME_WORD = re.compile(r"^[^\W\d_](?:[^\W\d_]|['’`.-](?=\w|$))*[.,]?$")
_CUT = re.compile(
    r"\s*(?:\||/|;|•|·|»|\s[-–—]\s|\sI\s(?=[A-Z][a-z])|,\s+(?=[A-Z])|\(|\[|\s{3,}|\s(?:dan|and|&)\s)\s*"
)
_LAPORAN = re.compile(
    r"^\(?\s*laporan\s+(?:langsung\s+)?(?:khusus\s+)?(?:wartawan|reporter|kontributor|jurnalis|tim|koresponden)\b(?P<house>[^,:|/]{0,60}[,:|/]|[^,:|/]{0,40}\.(?:com|co\.id|id)\b)\s*(?P<name>[^)]{3,90})",
    re.I,
)
_FROM_PLACE = re.compile(
    r"^\(?\s*(?P<label>kontributor|koresponden)\s+(?P<house>(?-i:[A-Z])[^,:|/]{1,40}),\s*(?P<name>[^)]{3,90})", re.I
)
# Credit lists print the role behind the name, with no blank between them once the markup is gone.
_LABEL_BEHIND = re.compile(
    r"^(?P<name>[^\W\d_][^:|/]{2,50}?(?-i:(?<=[a-z.])))\s*(?P<label>(?-i:Author|Editor|Reporter|Penulis))$"
)
_TELAH_TAYANG = re.compile(
    r"(?:artikel|berita|tulisan|konten|cerita)\s+(?:ini\s+)?(?:telah|sudah|pernah|sebelumnya|juga)?\s*(?:di)?(?:tayang(?:kan)?|muat|terbit(?:kan)?|publikasikan)\s+(?:(?:lebih\s+dulu|sebelumnya)\s+)?(?:di|pada|oleh|dari)\s+"
    r"(?:situs\s+|laman\s+)?(?P<source>[\w.-]+(?-i:(?:\s+[A-Z][\w.-]+){0,3}))",
    re.I,
)


def is_person(name: str) -> bool:
    """True for what can be a person's name: one to six words of letters, none of them a house's or a role's, and more
    than bare initials. "Boy" is a name, "boy" and "AZF" are initials."""
    words = name.split()
    if not 1 <= len(words) <= 6 or not 3 <= len(name) <= 60:
        return False
    folded = {word.strip(".,'’").lower() for word in words}
    if folded & _not_people() or not all(_NAME_WORD.match(word) for word in words) or "," in name:
        return False
    small = sum(word.islower() and word not in _words()["not_people"]["particles"] for word in words)
    if len(words) > 3 and 1 < small < len(words):
        return False  # a sentence that begins with a name
    if len(words) == 1:
        bare = words[0].strip(".,")
        return len(bare) >= 3 and bare[0].isupper() and not (bare.isupper() and len(bare) <= 4) and "." not in bare
    return any(len(word.strip(".,")) > 2 for word in words) and not all(
        len(word) <= 3 and word.islower() for word in words
    )


def names_from(text: str) -> list[str]:
    """The persons in a credit's value: "Ani Budi, Cici - detikNews" gives two."""
    text = re.split(r"\bCOPYRIGHT\b|©|\b(?:on|pada)\s+(?=\d|[A-Z][a-z]+day)", squeeze(text))[0]
    text = strip_dates(text)
    text = re.sub(r"\s+(?:on|pada)$", "", text)
    text = re.sub(r"^[@:.\-–|/\s]+", "", text)
    out: list[str] = []
    for piece in _CUT.split(text):
        name = tidy_name(piece)
        # "Ani Dewi, Semarang": what stands behind a name may be where it was written.
        if is_person(name) and not (out and is_place(name)):
            out.append(name)
    return out


def tidy_name(text: str) -> str:
    """A name without what clings to it: labels, marks, mail addresses, the house behind a dash."""
    text = squeeze(re.sub(r"\S+@\S+|https?://\S+|@\w+", " ", text))
    text = re.sub(r"^(?:by|oleh|penulis|reporter|author|written\s+by|posted\s+by)\s*[:.]?\s+", "", text, flags=re.I)
    text = re.sub(r"(?<=[a-z])(?:Author|Editor|Reporter|Penulis)$", "", text)
    text = _without_additions(text)
    return (
        text.strip(' \t-–—|/:;,*#()[]"“”').rstrip(".")
        if not re.search(r"\b[A-Z]\.$", text)
        else text.strip(" -–—|/:;,*#()[]")
    )


def _without_additions(text: str) -> str:
    """A name of two words and more without degrees and roles behind it ("Ani Dewi S.Sos", "Ani Dewi Wartawan Harian")."""
    words = text.split()
    people = _words()["not_people"]
    for at, word in enumerate(words[2:], 2):
        plain = re.sub(r"[.,]", "", word).lower()
        if plain in people["roles_behind"] or ("." in word and plain in people["degrees"]):
            return " ".join(words[:at])
    return text


def read_credits(lines: Iterable[str], out: Credits | None = None, groups: Sequence[object] | None = None) -> Credits:
    """Names in lines that carry a label ("Penulis: Ani | Editor: Budi", "Rep: Ani/ Red: Budi"); a label alone takes
    the lines behind it, as credit tables have them. `groups`: what each line is a part of; a label alone speaks for
    its own group only."""
    found = out if out is not None else Credits()
    pending: str | None = None
    at: object = None
    for number, line in enumerate(lines):
        text = squeeze(line)
        group = groups[number] if groups is not None else None
        if group is not at or not text or len(text) > MAX_LINE:
            pending = None
        at = group
        if not text or len(text) > MAX_LINE:
            continue
        low = text.lower()
        if pending is None and not any(sign in low for sign in _signs()):
            continue
        if _read_whole(text, found):
            continue
        if (alone := fold_title(text)) in _roles():
            pending = _roles()[alone]
            continue
        hits = [hit for hit in _label_pattern().finditer(text) if hit["mark"] or hit.start() <= 2]
        if hits:
            _read_labelled(text, hits, found)
        elif pending and len(text) < 60:
            _add_names(found, pending, text)
            continue
        pending = None
    return found


def _add_names(found: Credits, role: str, value: str) -> None:
    for name in names_from(value):
        found.add(role, name)


def _read_whole(text: str, found: Credits) -> bool:
    """Reads a line that is a credit as a whole ("Laporan Wartawan X, Nama"); False where it is none."""
    if laporan := _LAPORAN.match(text):
        _add_names(found, "author", laporan["name"])
    elif place := _FROM_PLACE.match(text):
        _add_names(found, "contributor", place["name"])
    elif tayang := _TELAH_TAYANG.search(text):
        found.add("source", tayang["source"].rstrip("."))
    elif behind := _LABEL_BEHIND.match(text):
        _add_names(found, _roles()[behind["label"].lower()], behind["name"])
    else:
        return False
    return True


def _read_labelled(text: str, hits: list[re.Match[str]], found: Credits) -> None:
    for hit, after in zip(hits, [*hits[1:], None], strict=True):
        value = text[hit.end() : after.start() if after else len(text)]
        labels = [hit["label"]] + ([hit["more"].strip(" &/,+")] if hit["more"] else [])
        for label in labels:
            role = _roles().get(re.sub(r"\s+", " ", re.sub(r"^(?:dan|and)\s+", "", label.lower())), "other")
            if role == "source":
                house = re.split(r"\s*[|,]\s*", value.strip())[0].strip(" .:-()")
                if 2 < len(house) < 60:
                    found.add("source", house)
                continue
            for name in names_from(value):
                found.add(role, name)


def signed_by(initials: str | None, names: Sequence[str]) -> tuple[str, ...]:
    """The names of a byline that initials stand for ("ahm/bud" with Akbar Hari Mukti and Budi Harto), in the order of the
    initials: first letters of the words, else letters of a name in order from the first of a word; a piece that fits
    two names stands for none."""
    out: list[str] = []
    for piece in re.findall(r"[a-z]{2,8}", (initials or "").lower()):
        exact = [name for name in names if piece == "".join(word[0] for word in fold_title(name).split())]
        loose = exact or [name for name in names if _is_short_for(piece, name)]
        if len(loose) == 1 and loose[0] not in out:
            out.append(loose[0])
    return tuple(out)


def _is_short_for(piece: str, name: str) -> bool:
    words = fold_title(name).split()
    for start, word in enumerate(words):
        letters = iter("".join(words[start:]))
        if word[0] == piece[0] and all(letter in letters for letter in piece):
            return True
    return False


_INITIALS = re.compile(r"\(\s*(?P<inside>[*a-zA-Z0-9]{1,12}(?:\s*[/|,&.\-–]+\s*[*a-zA-Z0-9]{1,14}){0,4}\**)\s*\)\W*$")


def initials_in(lines: Iterable[str]) -> str | None:
    """The initials that sign an article ("(Dro)", "(boy/jpnn)", "(*/nyc/k9)"), as written inside the brackets."""
    for line in lines:
        match = _INITIALS.search(line.strip())
        if (
            match
            and match["inside"].isupper()
            and not re.search(r"(?:^|[.!?\"”’])\s*$", line.strip()[: match.start()])
        ):
            continue  # an abbreviation explained: "Perguruan Tinggi Swasta (PTS)"
        if match and re.search(r"[a-zA-Z]", match["inside"]) and not re.fullmatch(r"[IVX]+|\d+\w?", match["inside"]):
            inside = match["inside"].strip()
            if len(inside) <= 3 or "/" in inside or len(inside) <= 5 or "*" in inside:
                return inside
    return None
