"""Who speaks: tags before and after the quote, pronouns, quotes over sentences and paragraphs."""

from nlp.document import Document
from nlp.persons.officials import find_officials
from nlp.persons.speech import speaker_of, speakers

TEXT = """Sekda Arga Wirana mengatakan pegawai harus netral.
"Jangan memihak. Kami awasi terus," tegasnya.
Menurut dia, edaran sudah dikirim.
Ketua Bawaslu Ratri Wulan belum menerima laporan. "Masih nihil," kata Ratri.
"Kalau ada, kami proses," lanjut dia.
Bawaslu Kabupaten Sidaraja memastikan posko dibuka.
Acara itu diikuti 200 orang."""


def names(text: str, title: str = "") -> list[str | None]:
    document = Document("x", title, text)
    found = speakers(document, find_officials(document, ()))
    return [(s.name or s.position or s.institution or s.surface) if s else None for s in found]


def test_tags_and_pronouns() -> None:
    assert names(TEXT) == [
        "Arga Wirana",
        "Arga Wirana",
        "Arga Wirana",
        "Arga Wirana",
        None,
        "Ratri Wulan",
        "Ratri Wulan",
        "Bawaslu",
        None,
    ]


def test_one_sentence() -> None:
    document = Document("x", "", TEXT)
    speaker = speaker_of(document, document.sentences[2], find_officials(document, ()))
    assert speaker is not None
    assert (speaker.name, speaker.form) == ("Arga Wirana", "carried")


def test_office_without_name_and_others() -> None:
    text = '"Kami proses," kata Camat.\nMenurut pelapor, foto itu asli.\nMR membantah tuduhan itu.'
    assert names(text) == ["Camat", "pelapor", "MR"]


def test_headline() -> None:
    assert names("Teks.", "Sekda: Jangan Memihak") == ["Sekretaris Daerah", None]
