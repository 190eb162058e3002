"""The forms of a breach (codebook `forms`) that a clause names."""

import re
from collections.abc import Sequence

from nlp.breach import Breach

_ORDER = (
    "media_sosial", "kampanye", "foto_simbol", "alat_peraga", "parpol", "pencalonan", "tim_sukses", "mobilisasi",
    "fasilitas_negara", "keputusan", "dukungan", "umum",
)  # fmt: skip
_JOIN = re.compile(
    r"^(?:\s|,|/)*(?:\b(?:dan|atau|ataupun|maupun|serta|apalagi|juga|tidak|terlibat|ikut|dalam|menjadi)\b[\s,/]*)+$",
    re.I,
)
_GENERIC = frozenset({"practical_politics", "cawe_cawe"})


def find_forms(text: str, breaches: Sequence[Breach]) -> tuple[str, ...]:
    """The forms that `breaches` (those of one entry, offsets into `text`) name; ("umum",) where none is named.
    Support of an unnamed kind and generic terms are kept beside a named form only where "and", "or" joins them."""
    named = [b for b in breaches if b.form and b.form not in ("umum",)]
    kinds = {b.form for b in named}
    specific = kinds - {"dukungan"}
    found = set(specific)
    if "dukungan" in kinds:
        support = [b for b in named if b.form == "dukungan"]
        others = [b for b in named if b.form != "dukungan"]
        if not specific or _joined(text, support, others):
            found.add("dukungan")
    generic = [b for b in breaches if b.id in _GENERIC or (b.form == "umum" and b.kind == "form")]
    if not found or _joined(text, generic, [b for b in named if b.form in found]):
        found.add("umum")
    return tuple(form for form in _ORDER if form in found)


def _joined(text: str, left: Sequence[Breach], right: Sequence[Breach]) -> bool:
    """Whether one of `left` and one of `right` stand side by side with only a conjunction between them."""
    for a in left:
        for b in right:
            first, second = (a, b) if a.start <= b.start else (b, a)
            if first.stop <= second.start and _JOIN.match(text[first.stop : second.start]):
                return True
    return False
