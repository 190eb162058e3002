"""Offices told by what they belong to: "kepala dinasnya, A", "Bupati X dan wakilnya, A", "majelis hakim yang diketuai
A"."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from nlp.persons.introduction_forms import Forms
from nlp.persons.line_names import Introduction
from nlp.persons.office_tables import Body, Head, bodies
from nlp.persons.official_tokens import Line, Token
from nlp.persons.title_parts import Places, match, phrase, read_place, read_unit
from nlp.persons.titles import Title

_BACK = 14
_LEADING = frozenset(["memimpin", "mengepalai", "menakhodai", "menahkodai"])
_LED_PLACES = {
    "desa": ("Kepala Desa", "desa"), "kelurahan": ("Lurah", "desa"), "kecamatan": ("Camat", "kecamatan"),
    "distrik": ("Kepala Distrik", "kecamatan"), "dusun": ("Kepala Dusun", "desa"),
}  # fmt: skip
_STOPS = frozenset([".", "?", "!", ";"])
_WITH_DEPUTY = frozenset(["Gubernur", "Bupati", "Wali Kota", "Presiden", "Kepala Daerah"])


def owned_units(titles: Sequence[Title], line: Line, earlier: Iterable[str], places: Places) -> list[Title]:
    """The titles of a line, "kepala dinasnya" given the Dinas (Badan, Kantor, Bidang) named last before it; `earlier`:
    names of units of the lines before, the last one first."""
    found: list[Title] = []
    for title in titles:
        if title.head.possessive and title.position.startswith("Kepala "):
            kind = title.head.position.removeprefix("Kepala ")
            named = [*reversed(units_of(line, places, title.start)), *earlier]
            unit = next((u for u in named if u.startswith(f"{kind} ")), None)
            if unit is not None and title.position == title.head.position:
                title = replace(title, position=f"Kepala {unit}")
        found.append(title)
    return found


def units_of(line: Line, places: Places, stop: int | None = None) -> list[str]:
    """Names of the offices ("Dinas Kesehatan") of a line up to token `stop`, in order."""
    tokens = line.tokens
    found: list[str] = []
    for at, token in enumerate(tokens[:stop]):
        if token.lower in ("dinas", "badan", "kantor", "bidang") and token.kind == "cap":
            end = read_unit(tokens, at, places)
            if end > at + 1:
                found.append(phrase(tokens, at, end))
    return found


def led(line: Line, forms: Forms, places: Places) -> list[Introduction]:
    """ "A, yang sejak 2019 memimpin Desa X", "A yang mengepalai Dinas Y"."""
    tokens = line.tokens
    found: list[Introduction] = []
    for at, token in enumerate(tokens[:-1]):
        if token.lower not in _LEADING or at < 2:
            continue
        relative = next((i for i in range(at - 1, max(0, at - 7), -1) if tokens[i].lower == "yang"), None)
        if relative is None or any(t.text in (".", ",", '"') for t in tokens[relative:at]):
            continue
        name = forms.ending_at(relative - 1 if tokens[relative - 1].text == "," else relative, alone=False)
        title = _leader(tokens, at + 1, places)
        if name is not None and title is not None:
            found.append(Introduction(line, name, title, f"name yang {token.lower}"))
    return found


def _leader(tokens: Sequence[Token], at: int, places: Places) -> Title | None:
    """The office of who leads the desa or the local unit that begins at a token."""
    local = _LED_PLACES.get(tokens[at].lower)
    if local is not None:
        stop = read_place(tokens, at, places, True)
        head = Head(local[0], "desa", local[1], "eksekutif", "")
        return Title(at, max(stop, at + 1), local[0], head, local[1], "eksekutif", (at, stop) if stop > at else None)
    stop = read_unit(tokens, at, places) if tokens[at].kind in ("cap", "upper") else at
    if stop == at:
        return None
    position = f"Kepala {phrase(tokens, at, stop)}"
    end = read_place(tokens, stop, places, False) if stop < len(tokens) else stop
    head = Head("Kepala", "unit", "any", "eksekutif", "")
    return Title(at, end, position, head, "any", "eksekutif", (stop, end) if end > stop else None)


def envoys(line: Line, forms: Forms, places: Places) -> list[Introduction]:
    """ "menurut A B dari Bawaslu X": somebody of a supervising or electoral body, without an office."""
    tokens = line.tokens
    found: list[Introduction] = []
    for at in range(2, len(tokens) - 1):
        hit = match(bodies(), tokens, at + 1) if tokens[at].lower == "dari" and tokens[at + 1].kind != "low" else None
        body = hit[1] if hit is not None else None
        if hit is None or not isinstance(body, Body) or body.branch not in ("pengawas", "penyelenggara"):
            continue
        name = forms.ending_at(at, alone=False)
        if name is None or name.stop - name.start < 2:
            continue
        text = body.position or " ".join(t.text for t in tokens[at + 1 : at + 1 + hit[0]])
        stop = (
            read_place(tokens, at + 1 + hit[0], places, False) if at + 1 + hit[0] < len(tokens) else at + 1 + hit[0]
        )
        place = (at + 1 + hit[0], stop) if stop > at + 1 + hit[0] else None
        head = Head("Anggota", "body", body.level, body.branch, "")
        title = Title(at, stop, f"Anggota {text}", head, body.level, body.branch, place, body=text, complete=False)
        found.append(Introduction(line, name, title, "name dari body"))
    return found


def deputies(line: Line, titles: Sequence[Title], forms: Forms) -> list[Introduction]:
    """ "Bupati X dan wakilnya, A": the deputy of the office named last."""
    found: list[Introduction] = []
    for at, token in enumerate(line.tokens[:-1]):
        if token.lower != "wakilnya":
            continue
        chief = next((t for t in reversed(titles) if t.stop <= at), None)
        name = forms.name_at(at + 2 if line.tokens[at + 1].text == "," else at + 1)
        chair = chief is not None and chief.position.startswith("Ketua ") and chief.complete
        if chief is not None and name is not None and (chair or chief.head.position in _WITH_DEPUTY):
            office = chief.position if chair else chief.head.position
            office_title = replace(chief, position=f"Wakil {office}", acting=None, former=False)
            found.append(Introduction(line, name, office_title, "wakilnya"))
    return found


def presided(line: Line, forms: Forms, places: Places, seen: Sequence[tuple[Body, str]]) -> list[Introduction]:
    """ "Majelis hakim PN X yang diketuai A", "sidang DKPP yang dipimpin A", "Bawaslu X yang diketuai A". `seen`: the
    bodies named so far, for "majelis yang dipimpin A"."""
    tokens = line.tokens
    found: list[Introduction] = []
    for at, token in enumerate(tokens):
        if token.lower not in ("diketuai", "dipimpin"):
            continue
        here = at + 1
        while here < len(tokens) and here - at < 5 and tokens[here].lower in ("oleh", "langsung", "hakim", "ketua"):
            here += 1
        name = forms.name_at(here)
        title = _chair(tokens, at, token.lower == "diketuai", places, seen) if name is not None else None
        if name is not None and title is not None and name.stop - name.start > 1:
            found.append(Introduction(line, name, title, f"body {token.lower} name"))
    return found


def _chair(
    tokens: Sequence[Token], verb: int, elected: bool, places: Places, seen: Sequence[tuple[Body, str]]
) -> Title | None:
    """The chair of the body named last before a verb, in its sentence; of a bare majelis, of DKPP or a court."""
    for at in range(verb - 1, max(-1, verb - _BACK), -1):
        if tokens[at].text in _STOPS:
            return None
        if tokens[at].lower in ("majelis", "sidang") and tokens[at + 1].lower in ("yang", "itu", "tersebut"):
            last = next(((b, t) for b, t in reversed(seen) if t == "DKPP" or b.branch == "pengadilan"), None)
            return _chair_of(*last, elected, at, at + 1, None) if last else None
        hit = match(bodies(), tokens, at)
        if hit is None or not isinstance(hit[1], Body) or at + hit[0] > verb:
            continue
        body = hit[1]
        text = body.position or " ".join(t.text for t in tokens[at : at + hit[0]])
        stop = read_place(tokens, at + hit[0], places, False)
        place = (at + hit[0], stop) if stop > at + hit[0] else None
        return _chair_of(body, text, elected, at, stop, place)
    return None


def _chair_of(
    body: Body, text: str, elected: bool, start: int, stop: int, place: tuple[int, int] | None
) -> Title | None:
    if body.branch == "pengadilan":
        position = "Hakim Ketua" if text.lower() == "majelis hakim" else f"Hakim Ketua {text}"
    elif text == "DKPP":
        position = "Ketua Majelis DKPP"
    elif elected and body.branch in ("pengawas", "penyelenggara", "legislatif"):
        position = f"Ketua {text}"
    else:
        return None
    head = Head(position, "fixed", body.level, body.branch, "")
    return Title(start, stop, position, head, body.level, body.branch, place, body=text)
