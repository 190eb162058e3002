"""The grammar of office titles: acting prefix, head, unit or body, place. "Plt Kepala BKPSDM Kabupaten Brebes"."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nlp.persons.names import is_common_name
from nlp.persons.office_tables import Head, Prefix, foreign, grammar_words, heads, prefixes
from nlp.persons.official_tokens import Token
from nlp.persons.title_parts import Places, Start, match, read_place, skip_bracket
from nlp.persons.title_readers import READERS

# Where no body says more: a biro belongs to a province's secretariat (PP 18/2016), or to a national body.
_USUAL_LEVEL = {"Kepala Biro": "provinsi"}


@dataclass(frozen=True)
class Title:
    """Tokens `start` to `stop` (half-open) of a line are a title. `position`: the office without its place;
    `place`: the token range that names the place, or None; `complete`: False where the body must be known from the
    article ("sang ketua"); `body`: the public body named in it."""

    start: int
    stop: int
    position: str
    head: Head
    level: str
    branch: str
    place: tuple[int, int] | None = None
    acting: str | None = None
    former: bool = False
    body: str | None = None
    complete: bool = True
    capital: bool = True


def read_title(tokens: Sequence[Token], at: int, places: Places) -> Title | None:
    """The title that begins at token `at`, None where none does."""
    here, acting, former = _read_prefixes(tokens, at)
    found = match(heads(), tokens, here) if here < len(tokens) else None
    if found is None or not isinstance(found[1], Head):
        return None
    head = found[1]
    text = " ".join(t.text if t.kind != "low" else t.text.capitalize() for t in tokens[here : here + found[0]])
    end = skip_bracket(tokens, here + found[0])
    while end < len(tokens) and tokens[end].kind == "low" and tokens[end].lower in grammar_words("state"):
        end += 1
    reading = READERS[head.needs](Start(tokens, end, head, head.position or text, places))
    if reading is None or (head.needs != "desa" and (_abroad(tokens, end) or _abroad(tokens, reading.stop))):
        return None
    position = reading.position
    if acting:
        position = f"{acting} {position}"
    if former:
        position = f"Mantan {position}"
    level = head.level
    if level == "any":
        level = reading.body.level if reading.body else _USUAL_LEVEL.get(head.position, level)
    branch = reading.body.branch if reading.body else head.branch
    capital = tokens[here].kind != "low"
    stop = reading.stop
    stop = _skip_term(tokens, stop)
    if branch == "legislatif" and stop + 1 < len(tokens) and tokens[stop].lower in ("asal", "dari"):
        stop = max(stop, read_place(tokens, stop + 1, places, False) if stop + 1 in places.mentions else stop)
    return Title(
        at, stop, position, head, level, branch, reading.place, acting, former,
        reading.body_text, reading.complete, capital,
    )  # fmt: skip


def _skip_term(tokens: Sequence[Token], at: int) -> int:
    """Past "terpilih", "yang baru", "periode 2019-2024", "dua periode" behind a title."""
    while at < len(tokens) and tokens[at].kind == "low" and tokens[at].lower in grammar_words("state"):
        at += 1
    words = [t.lower for t in tokens[at : at + 3]]
    if words[1:] == ["itu", ","] and words[0] in ("saat", "kala", "waktu", "ketika", "masa"):
        return at + 2
    words = words[:2]
    if words[1:] == [","] and words[0] in ("baru", "lama", "sebelumnya", "sekarang", "aktif", "senior"):
        return at + 1
    if words in (["tersebut", ","], ["itu", ","], ["dimaksud", ","]):
        return at + 1
    if words in (["yang", "baru"], ["yang", "lama"], ["dua", "periode"], ["tiga", "periode"]):
        return at + 2
    if words[:1] == ["periode"] and len(words) > 1 and tokens[at + 1].kind == "num":
        at += 2
        while at + 1 < len(tokens) and tokens[at].text in ("-", "/") and tokens[at + 1].kind == "num":
            at += 2
    return at


def _abroad(tokens: Sequence[Token], at: int) -> bool:
    """ "Presiden Amerika Serikat", "Wali Kota London"."""
    return at < len(tokens) and tokens[at].kind in ("cap", "upper") and match(foreign(), tokens, at) is not None


def _read_prefixes(tokens: Sequence[Token], at: int) -> tuple[int, str | None, bool]:
    """(token behind them, acting prefix, former) of "mantan Plt", "Penjabat (Pj)"."""
    acting: str | None = None
    former = False
    while at < len(tokens):
        prefix = match(prefixes(), tokens, at)
        if prefix is None or not isinstance(prefix[1], Prefix):
            break
        former = former or prefix[1].kind == "former"
        acting = prefix[1].position if prefix[1].kind == "acting" else acting
        at = skip_bracket(tokens, at + prefix[0])
    return at, acting, former


@cache
def _starters() -> frozenset[str]:
    return frozenset(heads().keys() | prefixes().keys())


def _surname(tokens: Sequence[Token], at: int) -> bool:
    """The Hakim of "Lukmanul Hakim", "Fauzan Hakim": behind a given name, no judge."""
    return tokens[at].text == "Hakim" and at > 0 and tokens[at - 1].kind == "cap" and is_common_name(tokens[at - 1])


def find_titles(tokens: Sequence[Token], places: Places) -> list[Title]:
    """All titles of a line, left to right, not overlapping."""
    starters = _starters()
    found: list[Title] = []
    at = 0
    while at < len(tokens):
        begins = tokens[at].lower in starters and not _surname(tokens, at)
        title = read_title(tokens, at, places) if begins else None
        if title is None:
            at += 1
            continue
        found.append(title)
        at = max(title.stop, at + 1)
    return found
