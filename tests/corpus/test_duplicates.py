"""Groups of copies: what is a copy, which came first, and differences that turn a sentence round."""

import itertools
import random

import pytest

from corpus.derived.duplicates import Text, group, negation_differences, words_of

REPORT = (
    "Bawaslu Kabupaten Rekaan memeriksa Camat Wanasari terkait unggahan di media sosial pada masa "
    "kampanye. Ketua Bawaslu Tuti Hapsari menyebut camat itu tidak melanggar aturan karena akun tersebut "
    "bukan miliknya. Pemeriksaan berlangsung tiga jam di kantor Bawaslu dan dihadiri dua saksi dari "
    "kecamatan. Hasilnya akan dibawa ke rapat pleno pekan depan bersama sentra penegakan hukum terpadu. "
    "Camat meminta warga menunggu keputusan resmi dan tidak menyebar kabar di grup percakapan."
)
OTHER = (
    "Panen raya di Desa Karanganyar berlangsung meriah. Petani memanen padi seluas dua puluh hektare "
    "setelah irigasi baru selesai dibangun pemerintah kabupaten. Kepala dinas pertanian menyatakan hasil "
    "panen naik dibandingkan musim lalu karena benih unggul dibagikan gratis. Pedagang beras di pasar "
    "induk berharap harga tetap stabil sampai akhir tahun nanti."
)


def text(name: str, words: str, order: int = 0) -> Text:
    return Text(name, (order,), words_of(words))


def test_the_same_words_are_an_exact_copy_and_the_earlier_is_first() -> None:
    (members,) = group([text("a", REPORT, 2), text("b", REPORT.upper(), 1), text("c", OTHER, 0)])
    assert [(m.id, m.kind) for m in members] == [("b", "first"), ("a", "exact")]


def test_an_edited_copy_is_in_the_group_with_its_similarity() -> None:
    edited = REPORT.replace("pekan depan", "Senin mendatang").replace("tiga jam", "sekitar empat jam")
    (members,) = group([text("a", REPORT, 1), text("b", edited, 2)])
    assert [m.kind for m in members] == ["first", "edited"]
    assert 0.55 <= members[1].similarity < 1
    assert members[1].differences == ()


def test_a_copy_cut_short_is_a_copy() -> None:
    short = " ".join(REPORT.split()[:42])
    (members,) = group([text("a", REPORT, 1), text("b", short, 2)])
    assert members[1].similarity < 0.7


def test_a_lost_negation_is_shown_inside_the_group() -> None:
    turned = REPORT.replace("tidak melanggar", "melanggar")
    (members,) = group([text("a", REPORT, 1), text("b", turned, 2)])
    assert members[1].differences == (
        "hapsari menyebut camat itu tidak melanggar aturan karena akun -> "
        "hapsari menyebut camat itu melanggar aturan karena akun",
    )


def test_a_negation_in_text_that_only_one_has_is_no_difference_inside_a_sentence() -> None:
    longer = (
        REPORT
        + " Tim sukses pasangan calon tidak bersedia memberi keterangan kepada wartawan hingga berita ini turun."
    )
    assert negation_differences(words_of(REPORT), words_of(longer)) == ()


@pytest.mark.parametrize("pair", [(REPORT, OTHER), (OTHER[:100], OTHER[100:])])
def test_other_texts_are_no_copies(pair: tuple[str, str]) -> None:
    assert group([text("a", pair[0]), text("b", pair[1])]) == []


def test_short_texts_are_copies_only_word_by_word() -> None:
    assert (
        group([text("a", "Bawaslu imbau ASN netral hari ini"), text("b", "Bawaslu imbau ASN netral hari Rabu")]) == []
    )
    assert len(group([text("a", "Bawaslu imbau ASN netral"), text("b", "Bawaslu imbau ASN netral!")])) == 1


def test_order_changes_nothing() -> None:
    variants = [REPORT.replace("Wanasari", f"Wanasari {n}") for n in range(5)] + [OTHER, OTHER + " Panen usai."]
    texts = [text(str(n), words, n) for n, words in enumerate(variants)]
    expected = group(texts)
    for seed in range(5):
        shuffled = random.Random(seed).sample(texts, len(texts))
        assert group(shuffled) == expected
    assert sorted(len(members) for members in expected) == [2, 5]


def test_one_story_of_366_reports_is_one_group() -> None:
    """GDELT counted 366 kidnappings in two days that were one story."""
    places = itertools.product(["pagi", "siang", "malam"], range(122))
    texts = [text(f"{when}{n}", f"{REPORT} Laporan {when} nomor {n}.", n) for when, n in places]
    (members,) = group(texts)
    assert len(members) == 366
