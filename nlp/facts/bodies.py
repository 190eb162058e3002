"""Which body a sentence names: whose figure, whose sanction, whose verdict."""

import re

_BODIES = (
    ("pengadilan", r"pengadilan|majelis hakim|hakim|PN \w+|Mahkamah Agung"),
    ("DKPP", r"DKPP"),
    ("KASN", r"KASN|Komisi ASN|Komisi Aparatur Sipil Negara"),
    ("BKN", r"BKN|Badan Kepegawaian Negara"),
    ("Kemendagri", r"Kemendagri|Mendagri|Kementerian Dalam Negeri"),
    ("KemenPANRB", r"Kemen ?PAN-?(?:RB)?|MenPAN-?(?:RB)?"),
    ("Gakkumdu", r"Gakk?umdu"),
    ("kejaksaan", r"jaksa|kejaksaan|Kejari|Kejati"),
    ("Propam", r"Propam|Divpropam"),
    ("TNI", r"Dandim|Kodim|Denpom|Pangdam|POM TNI"),
    ("polisi", r"Polres\w*|Polda|polisi|penyidik"),
    ("Bawaslu", r"Bawaslu|Panwas\w*|Panwaslih|Panwascam"),
    ("KPU", r"KPU|KIP"),
    ("inspektorat", r"Inspektorat|BKD|BKPSDM\w*|BKPP\w*"),
    ("kepala_daerah", r"(?:Pj |Pjs |Plt )?(?:Bupati|Wali ?Kota|Gubernur)|Pem(?:kab|kot|prov)"),
)
_PATTERN = re.compile("|".join(rf"(?P<{name}>\b(?:{words})\b)" for name, words in _BODIES), re.IGNORECASE)
# Which bodies a source class of the codebook may be, and the one that it is where none of them is named.
_CLAIMED: dict[str, tuple[frozenset[str], str | None]] = {
    "pengawas": (frozenset({"Bawaslu"}), "Bawaslu"),
    "kasn_bkn": (frozenset({"KASN", "BKN", "Kemendagri", "KemenPANRB"}), None),
    "ppk_atasan": (frozenset({"kepala_daerah", "inspektorat", "TNI", "polisi"}), None),
    "penegak_hukum": (
        frozenset({"pengadilan", "DKPP", "Gakkumdu", "kejaksaan", "Propam", "TNI", "polisi"}), None
    ),
}  # fmt: skip


def bodies_in(text: str) -> list[tuple[int, str]]:
    """(offset, body) of each body named in the folded text, in order."""
    return [(m.start(), str(m.lastgroup)) for m in _PATTERN.finditer(text)]


def body_near(text: str, at: int, among: frozenset[str] | None = None) -> str | None:
    """The body named nearest to an offset, of those in `among` where given; None where none is."""
    named = [(abs(start - at), body) for start, body in bodies_in(text) if among is None or body in among]
    return min(named)[1] if named else None


def body_for(claimed_by: tuple[str, ...], text: str, at: int) -> str | None:
    """On whose word it stands: the body of the first source class that is a body, as the sentence names it; None where
    it names none and the class may be several."""
    for source in claimed_by:
        if source in _CLAIMED:
            among, usual = _CLAIMED[source]
            return body_near(text, at, among) or usual
    return None
