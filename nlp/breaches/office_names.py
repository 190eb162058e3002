"""The words of an office, short forms spelled out, so that "Kadinkes" and "Kepala Dinas Kesehatan" are one."""

import re


def office_words(text: str) -> frozenset[str]:
    """The words of an office, short forms spelled out ("Kadinkes": kepala, dinas, kesehatan), without what says
    nothing of it ("negeri", "daerah")."""
    words: list[str] = []
    for word in re.findall(r"[a-z]+", text.lower()):
        words += _OFFICE_WORDS.get(word, word).split()
    return frozenset(w for w in words if w not in ("negeri", "sipil", "oknum", "seorang", "sang", "pak", "bu"))


_OFFICE_WORDS = {
    "kades": "kepala desa", "kadis": "kepala dinas", "kepsek": "kepala sekolah", "sekda": "sekretaris daerah",
    "sekdako": "sekretaris daerah", "sekdakab": "sekretaris daerah", "sekcam": "sekretaris camat",
    "kecamatan": "camat", "sekdes": "sekretaris desa", "sekdis": "sekretaris dinas", "kabag": "kepala bagian",
    "kabid": "kepala bidang", "kasi": "kepala seksi", "kasubbag": "kepala subbagian", "kaban": "kepala badan",
    "kadus": "kepala dusun", "kasun": "kepala dusun", "wabup": "wakil bupati", "wagub": "wakil gubernur",
    "wawali": "wakil wali kota", "walikota": "wali kota", "wamen": "wakil menteri", "pj": "penjabat",
    "pjs": "penjabat sementara", "plt": "pelaksana tugas", "dirut": "direktur utama", "kapus": "kepala puskesmas",
    "kadinkes": "kepala dinas kesehatan", "kadisdik": "kepala dinas pendidikan", "kanit": "kepala unit",
    "kadishub": "kepala dinas perhubungan", "kadinsos": "kepala dinas sosial", "pns": "pegawai", "asn": "pegawai",
}  # fmt: skip


_HEADS = frozenset({"kepala", "ketua", "sekretaris", "direktur", "wakil", "anggota", "penjabat"})


def holds_office(phrase: str, office: str | None) -> bool:
    """Whether the words of a headline ("Camat Kalisari", "Kepala Bappeda") may mean the holder of an office; the last
    word may be the place."""
    own = office_words(office or "")
    words = office_words(phrase)
    if words and words <= own:
        return True
    shorter = office_words(phrase.rpartition(" ")[0])
    if shorter - _HEADS and shorter <= own:
        return True
    for word in re.findall(r"[a-z]+", phrase.lower()):  # "Kepala Bappeda", "Kepala Diskominfo" by their first letters
        kind = "badan" if re.match(r"bap|bak|bk|bp", word) else "dinas" if re.match(r"di[sn](?!as)", word) else None
        if kind in own and words & _HEADS <= own:
            return True
    return False
