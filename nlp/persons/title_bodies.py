"""Titles that name a unit or a public body: "Kabid Mutasi BKPSDM", "Ketua Komisi I DPRD", "Kordiv Hukum Bawaslu"."""

from collections.abc import Sequence
from dataclasses import replace

from nlp.persons.names import is_common_name, is_name_word
from nlp.persons.office_tables import Body, bodies, heads, not_public, office_words, plain_words
from nlp.persons.official_tokens import Token
from nlp.persons.title_parts import (
    Places,
    Start,
    TitleReading,
    is_ordinal,
    match,
    phrase,
    placed_title,
    read_unit,
    skip_bracket,
)

_THAT_BODY = [
    [body, *kind, that]
    for body in ("lembaga", "badan", "institusi", "komisi", "instansi")
    for kind in ([], ["pengawas"], ["penyelenggara"])
    for that in ("itu", "tersebut", "ini")
]
_DIVISION = frozenset(["divisi", "bidang", "kordiv", "koordiv"])


def read_asisten(start: Start) -> TitleReading | None:
    """ "Asisten I Setda", "Asisten Pemerintahan dan Kesra": a number or a unit must follow."""
    here = start.at
    if here < len(start.tokens) and is_ordinal(start.tokens, here):
        return _unit_tail(start, here + 1, f"{start.head_text} {start.tokens[here].text}", required=False)
    return _unit_tail(start, here, start.head_text, required=start.head_text == "Asisten")


def read_unit_title(start: Start) -> TitleReading | None:
    here = start.at
    ahead = start.tokens[here : here + 2]
    if start.head_text == "Direktur" and len(ahead) == 2 and ahead[0].lower == "pada" and ahead[1].kind != "low":
        here += 1  # "Direktur pada Ditjen Otda Kemendagri"
    if is_ordinal(start.tokens, here):
        position = f"{start.head_text} {start.tokens[here].text}"
        return _unit_tail(start, here + 1, position, required=False)
    bare = start.head_text in (
        "Kepala",
        "Kepala Biro",
        "Direktur",
        "Deputi",
        "Komandan",
        "Wakil Kepala",
        "Menteri",
        "Bendahara",
    )
    return _unit_tail(start, here, start.head_text, required=bare)


def _unit_tail(start: Start, at: int, position: str, required: bool) -> TitleReading | None:
    """A unit, its place, and once more ("Kabid Mutasi BKPSDM Brebes", "Kasi Intel pada Kejari Brebes")."""
    tokens, places = start.tokens, start.places
    general = at < len(tokens) and tokens[at].lower == "umum"  # "Kepala Bagian Umum", but not "Ketua Umum"
    if not general and at < len(tokens) and match(not_public(), tokens, at):
        return None
    stop = read_unit(tokens, at, places)
    stop = _to_body(tokens, stop, places)
    if stop == at and not required:
        stop = _unknown_unit(tokens, at, places)
    if stop == at and required:
        return None
    body, body_text = body_in(tokens, at, stop)
    if stop > at:
        position = _join(position, phrase(tokens, at, stop))
    local = body is not None and body.level in ("kecamatan", "desa")
    placed = placed_title(start, stop, position, local)
    here = placed.stop
    if here + 1 < len(tokens) and tokens[here].lower in ("pada", "di", "dari") and placed.place is None:
        more = read_unit(tokens, here + 1, places)
        if more > here + 1:
            body, body_text = body_in(tokens, here + 1, more)
            placed = placed_title(start, more, f"{position} {phrase(tokens, here + 1, more)}")
    elif placed.place is not None and here < len(tokens) and match(bodies(), tokens, here) is not None:
        more = read_unit(tokens, here, places)
        placed = placed_title(start, more, f"{position} {phrase(tokens, here, more)}")
    return TitleReading(placed.stop, placed.position, placed.place, body, body_text)


def _to_body(tokens: Sequence[Token], at: int, places: Places) -> int:
    """Past up to three capitalised words that a public body follows at once: they are a unit's name ("Ketua Pansus
    Hunian Layak DPRD", "Kabid Penindakan Zakat BKPSDM"); `at` itself where none does."""
    here = at
    while (
        here < len(tokens)
        and here - at < 3
        and (is_name_word(tokens[here]) or (here > at and is_ordinal(tokens, here)))
        and here not in places.mentions
    ):
        here += 1
    if here == at or here >= len(tokens) or tokens[here].kind == "low" or match(bodies(), tokens, here) is None:
        return at
    return read_unit(tokens, here, places)


def _unknown_unit(tokens: Sequence[Token], at: int, places: Places) -> int:
    """Up to four capitalised words that the office vocabulary lacks are a unit where a comma and then a capital
    follow them and no common name is among them ("Kabid Zakat Wakaf, Arga Wirana")."""
    here = at
    while here < len(tokens) and here - at < 4 and is_name_word(tokens[here]) and here not in places.mentions:
        if is_common_name(tokens[here]):
            return at
        here += 1
    if here == at or here + 1 >= len(tokens):
        return at
    follows = tokens[here + 1]
    if tokens[here].lower in ("di", "pada") and match(bodies(), tokens, here + 1) is not None:
        return here
    dated = follows.lower in plain_words("day") | plain_words("month")
    named = follows.kind in ("cap", "affix", "initial") and not dated and match(heads(), tokens, here + 1) is None
    return here if tokens[here].text == "," and named else at


def _join(position: str, unit: str) -> str:
    """Position and unit without saying words twice ("Kepala Seksi Humas Polres" + "Polresta")."""
    said, more = position.split(), unit.split()
    for length in range(min(len(said), len(more)), 0, -1):
        if [w.lower() for w in said[-length:]] == [w.lower() for w in more[:length]]:
            return " ".join([*said, *more[length:]])
    if said[-1] == "Polres" and more[0].startswith("Polres"):
        return " ".join([*said, *more[1:]])
    return f"{position} {unit}"


def body_in(tokens: Sequence[Token], start: int, stop: int) -> tuple[Body | None, str | None]:
    """The last public body named between two tokens."""
    body, text = None, None
    for at in range(start, stop):
        found = match(bodies(), tokens, at)
        if found is not None and isinstance(found[1], Body):
            body = found[1]
            text = body.position or " ".join(t.text for t in tokens[at : at + found[0]])
    return body, text


def read_body_title(start: Start) -> TitleReading | None:
    """ "Ketua", "Anggota" ... and the bodies behind it ("Komisi II DPR RI", "Bawaslu Inhil Koordinator Divisi
    P3S")."""
    tokens = start.tokens
    here, position = start.at, start.head_text
    if here >= len(tokens):
        return TitleReading(here, position, complete=False)
    if match(not_public(), tokens, here) is not None and match(bodies(), tokens, here) is None:
        return None
    for length in (2, 3):  # "Ketua lembaga itu", "ketua lembaga pengawas itu"
        if [t.lower for t in tokens[here : here + length]] in _THAT_BODY:
            return TitleReading(here + length, position, complete=False)
    if is_ordinal(tokens, here):
        position += f" {tokens[here].text}"
        here += 1
    if here < len(tokens) and tokens[here].lower in ("merangkap", "sekaligus"):
        second = match(heads(), tokens, here + 1) if here + 1 < len(tokens) else None
        here = here + 1 + second[0] if second else here
    words = [t.lower for t in tokens[here : here + 2]]
    if words == ["salah", "satu"] and here + 2 < len(tokens) and tokens[here + 2].lower in office_words("unit"):
        return TitleReading(here + 3, f"{position} {tokens[here + 2].lower.capitalize()}")
    reading: TitleReading | None = None
    while found := _one_body(start, here, position, reading):
        reading = found
        here, position = found.stop, found.position
    if reading is not None:
        return replace(reading, stop=_skip_field(tokens, skip_party(tokens, here)))
    division = _division(start, here)
    if division > here:
        return _divided(start, here, division, position)
    return TitleReading(here, position, complete=False)


def _skip_field(tokens: Sequence[Token], at: int) -> int:
    """Past "yang membidangi penanganan pelanggaran", up to its comma."""
    words = [t.lower for t in tokens[at : at + 2]]
    if words not in (["yang", "membidangi"], ["yang", "membawahi"], ["yang", "mengampu"], ["yang", "menangani"]):
        return at
    end = at + 2
    while end < len(tokens) and end - at < 12 and tokens[end].kind != "punct":
        end += 1
    return end if end < len(tokens) and tokens[end].text == "," else at


def _one_body(start: Start, at: int, position: str, before: TitleReading | None) -> TitleReading | None:
    """The next body (with its place and division) behind what `before` has read; a Fraksi behind a body adds
    nothing."""
    tokens = start.tokens
    link = at + 1 < len(tokens) and tokens[at].lower in ("dari", "di", "pada")
    step = at + 1 if link else at
    found = match(bodies(), tokens, step) if step < len(tokens) else None
    if found is None or not isinstance(found[1], Body):
        return None
    body, body_text = found[1], found[1].position or " ".join(t.text for t in tokens[step : step + found[0]])
    stop = step + found[0]
    if tokens[step].lower == "fraksi":
        stop = skip_party(tokens, stop)
        if before is not None:
            return TitleReading(stop, position, before.place, before.body, before.body_text)
        body_text = " ".join(t.text for t in tokens[step:stop])
    position = f"{position} {body_text}"
    stop = skip_bracket(tokens, stop)
    if stop + 1 < len(tokens) and tokens[stop].text == "TPS" and tokens[stop + 1].kind == "num":
        stop += 2
    further = _to_body(tokens, stop, start.places)
    if further > stop:
        position = f"{position} {phrase(tokens, stop, further)}"
        stop = further
    place = before.place if before else None
    if before is not None and before.body is not None and before.body.level == "nasional":
        body, body_text = before.body, before.body_text or body_text
    elif body.level != "nasional":
        placed = placed_title(start, stop, position, local=body.level in ("kecamatan", "desa"))
        place, stop = placed.place or place, placed.stop
    division = _division(start, stop)
    if division > stop:
        position = f"{position} {phrase(tokens, stop, division)}"
    return TitleReading(division, position, place, body, body_text)


def skip_party(tokens: Sequence[Token], at: int) -> int:
    """Past "dari Fraksi PKB", "Partai Gerindra", "Dapil Jateng II" behind a legislator's title."""
    here = at + 1 if at + 1 < len(tokens) and tokens[at].lower in ("dari", "asal") else at
    if here < len(tokens) and tokens[here].lower == "dapil":
        while here < len(tokens) and tokens[here].kind in ("cap", "upper", "num"):
            here += 1
        return here
    end = _party(tokens, here)
    return end if end > here else at


def _party(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and (
        tokens[at].lower in plain_words("party")
        or (tokens[at].kind == "upper" and match(bodies(), tokens, at) is None)
    ):
        at += 1
    return at


def _division(start: Start, at: int) -> int:
    """The token behind "Koordinator Divisi P3S", "divisi Hukum"; `at` where none stands there."""
    tokens = start.tokens
    here = at
    if here < len(tokens) and tokens[here].lower == "koordinator":
        here += 1
    if here >= len(tokens) or tokens[here].lower not in _DIVISION:
        return at
    stop = read_unit(tokens, here + 1, start.places)
    if stop == here + 1 and stop < len(tokens) and tokens[stop].kind == "cap":
        stop = read_unit(tokens, stop + 1, start.places)  # a division by a name that the vocabulary lacks
    return stop if stop > here + 1 else at


def _divided(start: Start, at: int, stop: int, position: str) -> TitleReading:
    body, text = body_in(start.tokens, at, stop)
    placed = placed_title(start, stop, _join(position, phrase(start.tokens, at, stop)))
    return TitleReading(placed.stop, placed.position, placed.place, body, text, complete=body is not None)


def read_division_title(start: Start) -> TitleReading | None:
    stop = read_unit(start.tokens, start.at, start.places)
    stop = _to_body(start.tokens, stop, start.places)
    if stop == start.at:
        return None
    reading = _divided(start, start.at, stop, start.head_text)
    here = reading.stop
    if reading.body is None and here < len(start.tokens):
        step = (
            here + 1 if start.tokens[here].lower in ("di", "pada", "dari") and here + 1 < len(start.tokens) else here
        )
        found = match(bodies(), start.tokens, step)
        if found is not None and isinstance(found[1], Body):
            text = found[1].position or " ".join(t.text for t in start.tokens[step : step + found[0]])
            placed = placed_title(start, step + found[0], f"{reading.position} {text}")
            return TitleReading(placed.stop, placed.position, placed.place, found[1], text)
    return reading
