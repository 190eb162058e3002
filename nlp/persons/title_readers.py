"""Reads what follows a title's head, one reader for each kind of `needs` in title_heads.csv."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from nlp.persons.names import is_common_name, is_name_word
from nlp.persons.office_tables import Body, bodies, grammar_words
from nlp.persons.title_bodies import read_asisten, read_body_title, read_division_title, read_unit_title, skip_party
from nlp.persons.title_parts import Start, TitleReading, is_ordinal, match, phrase, placed_title, read_unit


def _fixed(start: Start) -> TitleReading:
    return TitleReading(start.at, start.head_text)


def _place(start: Start) -> TitleReading:
    return placed_title(start, start.at, start.head_text, local=start.head.level in ("kecamatan", "desa"))


def _desa(start: Start) -> TitleReading:
    tokens, here = start.tokens, start.at
    if here < len(tokens) and is_ordinal(tokens, here):
        here += 1
    reading = placed_title(start, here, start.head_text, local=True)
    end = here
    while end < len(tokens) and end - here < 4 and is_name_word(tokens[end]):
        end += 1
    while (
        end < len(tokens)
        and tokens[end].kind == "cap"
        and tokens[end].lower in grammar_words("direction")
        and end > here
    ):
        end += 1
        reading = reading if reading.place else TitleReading(end, start.head_text, (here, end))
    last = reading.stop
    if (
        reading.place
        and last < len(tokens)
        and tokens[last].lower in grammar_words("direction")
        and tokens[last].text.istitle()
    ):
        reading = TitleReading(last + 1, start.head_text, (reading.place[0], last + 1))  # "Camat |Ternate |Selatan"
    chained = end + 1 < len(tokens) and tokens[end].text == "," and tokens[end + 1].lower in grammar_words("place")
    if reading.place is None and end > here and chained:
        behind = placed_title(start, end + 1, start.head_text)
        return TitleReading(behind.stop, start.head_text, (here, behind.stop))
    return reading


def _sekolah(start: Start) -> TitleReading:
    here = start.at
    while here < len(start.tokens) and (
        start.tokens[here].lower in grammar_words("school")
        or start.tokens[here].kind == "num"
        or is_ordinal(start.tokens, here)
    ):
        here += 1
    here = _school_name(start, here)
    reading = placed_title(start, here, start.head_text, local=True)
    end = reading.stop
    while end < len(start.tokens) and end - reading.stop < 3 and is_name_word(start.tokens[end]):
        end += 1
    numbered = (
        (end > reading.stop or reading.place is not None)
        and end < len(start.tokens)
        and start.tokens[end].kind == "num"
    )
    return TitleReading(end + 1, start.head_text, (here, end + 1)) if numbered else reading


def _school_name(start: Start, at: int) -> int:
    """Past the words between a school's number and its place ("SMPN 3 |Satap |Kecamatan Wolowa")."""
    here = at
    while here < len(start.tokens) and here - at < 3 and is_name_word(start.tokens[here]):
        if is_common_name(start.tokens[here]) or start.tokens[here].lower in grammar_words("place"):
            break
        here += 1
    placed = here < len(start.tokens) and start.tokens[here].lower in grammar_words("place")
    return here if placed and start.tokens[at - 1].kind == "num" else at


def _satuan(start: Start) -> TitleReading:
    """ "Dandim 0713/Brebes": a number, a stroke, and the name of the unit up to a rank or comma."""
    tokens, here = start.tokens, start.at
    if here < len(tokens) and (tokens[here].kind == "num" or is_ordinal(tokens, here)):
        here += 1
        if here + 1 < len(tokens) and tokens[here].text in ("/", "-"):
            first = here + 1
            here = start.places.mentions.get(first, first)
            while here == first or (here < len(tokens) and here - first < 4 and is_name_word(tokens[here])):
                if here > first and is_common_name(tokens[here]):
                    break
                here += 1
            here = min(here, len(tokens))
            return TitleReading(here, start.head_text, (first, here))
    return placed_title(start, here, start.head_text, local=True)


def _pegawai(start: Start) -> TitleReading:
    tokens, here = start.tokens, start.at
    if here + 1 < len(tokens) and tokens[here].lower in ("di", "pada", "dari"):
        here += 1
    if here + 1 < len(tokens) and tokens[here].lower in ("lingkungan", "lingkup", "jajaran"):
        here += 1
    stop = read_unit(tokens, here, start.places)
    if stop == here:
        return placed_title(start, start.at, start.head_text)
    return placed_title(start, stop, f"{start.head_text} {phrase(tokens, here, stop)}")


def _guru(start: Start) -> TitleReading | None:
    tokens, here = start.tokens, start.at
    if here < len(tokens) and tokens[here].lower in ("besar", "bangsa", "ngaji"):
        return None
    while here < len(tokens) and (
        tokens[here].lower in grammar_words("subject")
        or (tokens[here - 1].lower == "kelas" and (is_ordinal(tokens, here) or tokens[here].kind == "num"))
    ):
        here += 1  # "guru |olahraga", "guru |kelas VI"
    if here + 1 < len(tokens) and tokens[here].lower in ("di", "pada") and tokens[here + 1].kind != "low":
        here += 1 if tokens[here + 1].lower in grammar_words("school") else 0
    return _sekolah(replace(start, at=here))


def _asn(start: Start) -> TitleReading | None:
    status = start.at < len(start.tokens) and start.tokens[start.at].lower in ("asn", "pns", "pppk")
    return placed_title(start, start.at + 1, start.head_text) if status else None


def _inspektur(start: Start) -> TitleReading | None:
    if start.at < len(start.tokens) and start.tokens[start.at].lower in grammar_words("rank"):
        return None
    return placed_title(start, start.at, start.head_text)


def _utusan(start: Start) -> TitleReading | None:
    """ "narasumber dari Bawaslu Brebes": of an elected or supervising body a member, of any other its envoy."""
    found = match(bodies(), start.tokens, start.at) if start.at < len(start.tokens) else None
    if found is None or not isinstance(found[1], Body) or start.tokens[start.at].kind == "low":
        return None
    body = found[1]
    text = body.position or " ".join(t.text for t in start.tokens[start.at : start.at + found[0]])
    member = body.branch in ("pengawas", "penyelenggara", "legislatif")
    placed = placed_title(start, start.at + found[0], f"{'Anggota' if member else start.head_text} {text}")
    return TitleReading(placed.stop, placed.position, placed.place, body, text)


def _legislator(start: Start) -> TitleReading:
    tokens, here = start.tokens, start.at
    here = skip_party(tokens, here)
    found = match(bodies(), tokens, here) if here < len(tokens) else None
    if found is not None and isinstance(found[1], Body) and found[1].branch == "legislatif":
        placed = placed_title(start, here + found[0], f"Anggota {found[1].position or tokens[here].text}")
        return TitleReading(placed.stop, placed.position, placed.place, found[1], found[1].position)
    return placed_title(start, here, start.head_text)


def _calon(start: Start) -> TitleReading:
    found = match(bodies(), start.tokens, start.at) if start.at < len(start.tokens) else None
    if found is not None and isinstance(found[1], Body):
        text = found[1].position or start.tokens[start.at].text
        placed = placed_title(start, start.at + found[0], f"{start.head_text} {text}")
        return TitleReading(skip_party(start.tokens, placed.stop), placed.position, placed.place, None, text)
    return placed_title(start, skip_party(start.tokens, start.at), f"{start.head_text} Legislatif")


def _open(start: Start) -> TitleReading:
    tokens, here = start.tokens, start.at
    step = here + 1 if here + 1 < len(tokens) and tokens[here].lower in ("di", "pada", "dari") else here
    found = match(bodies(), tokens, step) if step < len(tokens) else None
    if found is None or not isinstance(found[1], Body):
        return placed_title(start, here, start.head_text)
    text = found[1].position or " ".join(t.text for t in tokens[step : step + found[0]])
    placed = placed_title(start, step + found[0], f"{start.head_text} {text}")
    return TitleReading(placed.stop, placed.position, placed.place, found[1], text)


READERS: Mapping[str, Callable[[Start], TitleReading | None]] = {
    "fixed": _fixed,
    "place": _place,
    "desa": _desa,
    "sekolah": _sekolah,
    "asisten": read_asisten,
    "unit": read_unit_title,
    "body": read_body_title,
    "divisi": read_division_title,
    "satuan": _satuan,
    "pegawai": _pegawai,
    "guru": _guru,
    "asn": _asn,
    "inspektur": _inspektur,
    "legislator": _legislator,
    "calon": _calon,
    "utusan": _utusan,
    "open": _open,
    "paslon": _fixed,
}
