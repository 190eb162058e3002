"""Which body a sentence names: whose figure, whose sanction, whose verdict."""

import re

from nlp.document import lower

# body, the words that name it (small letters), pieces of which a text must hold one to be looked at
_BODIES = tuple(
    (name, re.compile(rf"\b(?:{words})\b"), tuple(pieces.split("|")))
    for name, words, pieces in (
        ("pengadilan", r"pengadilan|majelis hakim|hakim|pn \w+|mahkamah agung", "pengadil|hakim|pn |mahkamah"),
        ("DKPP", r"dkpp", "dkpp"),
        ("KASN", r"kasn|komisi asn|komisi aparatur sipil negara", "kasn|komisi a"),
        ("BKN", r"bkn|badan kepegawaian negara", "bkn|badan kepegawaian"),
        ("Kemendagri", r"kemendagri|mendagri|kementerian dalam negeri|menteri dalam negeri", "mendagri|dalam negeri"),
        ("KemenPANRB", r"kemen ?pan-?(?:rb)?|menpan-?(?:rb)?", "menpan|men pan"),
        ("Gakkumdu", r"gakk?umdu", "umdu"),
        ("kejaksaan", r"jaksa|kejaksaan|kejari|kejati", "jaksa|kejari|kejati"),
        ("Propam", r"propam|divpropam", "propam"),
        ("TNI", r"dandim|kodim|denpom|pangdam|pom tni", "dandim|kodim|denpom|pangdam|pom tni"),
        ("polisi", r"polres\w*|polda|polisi|penyidik|kapolres\w*|kapolda", "polres|polda|polisi|penyidik"),
        ("Bawaslu", r"bawaslu|panwas\w*", "bawaslu|panwas"),
        ("KPU", r"kpu|kip", "kpu|kip"),
        ("inspektorat", r"inspektorat|bkd|bkpsdm\w*|bkpp\w*", "inspektorat|bkd|bkpsdm|bkpp"),
        ("kepala_daerah", r"(?:bupati|wali ?kota|gubernur)|pem(?:kab|kot|prov)", "bupati|kota|gubernur|pem"),
    )
)
# Which bodies a source class of the codebook may be, and the one that it is where it can be no other.
_CLAIMED: dict[str, tuple[frozenset[str], str | None]] = {
    "pengawas": (frozenset({"Bawaslu"}), "Bawaslu"),
    "kasn_bkn": (frozenset({"KASN", "BKN", "Kemendagri", "KemenPANRB"}), None),
    "ppk_atasan": (frozenset({"kepala_daerah", "inspektorat", "TNI", "polisi"}), None),
    "penegak_hukum": (
        frozenset({"pengadilan", "DKPP", "Gakkumdu", "kejaksaan", "Propam", "TNI", "polisi"}), None
    ),
}  # fmt: skip


def bodies_in(text: str, among: frozenset[str] | None = None) -> list[tuple[int, str]]:
    """(offset, body) of each body named in the folded text, in order; only of those in `among` where given."""
    low = lower(text)
    return sorted(
        (match.start(), body)
        for body, pattern, pieces in _BODIES
        if (among is None or body in among) and any(piece in low for piece in pieces)
        for match in pattern.finditer(low)
    )


def body_near(text: str, at: int, among: frozenset[str] | None = None) -> str | None:
    """The body named nearest to an offset, of those in `among` where given; None where none is."""
    named = [(abs(start - at), body) for start, body in bodies_in(text, among)]
    return min(named)[1] if named else None


def body_for(claimed_by: tuple[str, ...], text: str, at: int) -> str | None:
    """On whose word it stands: the body of the first source class that is one, the nearest that the text names; None
    where it names none and the class may be several."""
    for source in claimed_by:
        if source in _CLAIMED:
            among, usual = _CLAIMED[source]
            return usual or body_near(text, at, among)
    return None
