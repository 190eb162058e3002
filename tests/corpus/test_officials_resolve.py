"""Who is who, with made-up persons: what joins two sightings, and what keeps them apart."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from corpus.officials.resolve import Person, display_name, resolve
from corpus.officials.sightings import Sighting, stands_alone

DAY = date(2024, 9, 1)
HERE, THERE = "33.26", "71.72"


def seen(
    name: str, position: str = "Sekretaris Daerah", region: str | None = HERE, at: int = 0, to: int | None = None,
    **more: object,
) -> Sighting:  # fmt: skip
    """A sighting from day `at` to day `to` after DAY."""
    days = (DAY + timedelta(at), DAY + timedelta(at if to is None else to))
    made = Sighting(name, region, position, first=days[0], last=days[1], branch="eksekutif")
    return replace(made, **more)  # type: ignore[arg-type]  # fields of Sighting


def persons(*sightings: Sighting) -> list[set[str]]:
    """The names of each person, after a check that the order of sightings changes nothing."""
    found = resolve(sightings)
    for seed in range(4):
        mixed = random.Random(seed).sample(sightings, len(sightings))
        assert [(p.key, p.evidence, set(p.sightings)) for p in resolve(mixed)] == [
            (p.key, p.evidence, set(p.sightings)) for p in found
        ]
    return sorted(({one.name for one in person.sightings} for person in found), key=sorted)


def only(*sightings: Sighting) -> Person:
    (person,) = resolve(sightings)
    return person


@pytest.mark.parametrize(
    "other",
    [
        "H. Nurdi Priyantara",
        "Drs. Nurdi Priyantara, M.Si",
        "NURDI PRIYANTARA",
        "Nurdi Pri",
        "Priyantara",
        "N Priyantara",
        "Nurdi Priyantaro",
    ],
)
def test_spellings_and_short_forms_of_one_holder(other: str) -> None:
    assert persons(seen("Nurdi Priyantara"), seen(other, at=40)) == [{"Nurdi Priyantara", other}]


def test_the_full_form_is_shown_however_often_the_short_one_stands() -> None:
    person = only(seen("Nurdi Priyantara"), seen("Nurdi Pri", at=3, articles=9))
    assert display_name(person.sightings) == "Nurdi Priyantara"
    assert person.evidence == ("short_form",)


def test_muhammad_in_all_its_spellings() -> None:
    assert len(persons(*(seen(f"{first} Arga Wirana") for first in ("Muhammad", "Moh.", "Mochamad", "M.")))) == 1


def test_an_abbreviated_office_is_the_office() -> None:
    assert len(persons(seen("Arga Wirana", "Kadis Pendidikan"), seen("Arga Wirana", "Kepala Dinas Pendidikan"))) == 1


def test_an_office_change_is_one_person_with_two_offices() -> None:
    before, after = seen("Arga Wirana", "Camat Rekabumi", to=90), seen("Arga Wirana", "Kepala Dinas Sosial", at=120)
    assert only(before, after).evidence == ("office_change",)


def test_a_former_office_does_not_overlap() -> None:
    now = seen("Arga Wirana", "Kepala Dinas Sosial", to=200)
    assert len(persons(now, seen("Arga Wirana", "Camat Rekabumi", at=50, former=True))) == 1


def test_an_acting_office_beside_ones_own() -> None:
    own = seen("Arga Wirana", "Sekretaris Daerah", to=100)
    assert only(own, seen("Arga Wirana", "Bupati", at=30, to=60, acting="Penjabat")).evidence == ("acting",)


def test_a_report_without_the_place() -> None:
    assert len(persons(seen("Arga Wirana"), seen("Arga Wirana", region=None, at=5))) == 1
    elsewhere = seen("Arga Wirana", region=THERE)
    assert len(persons(seen("Arga Wirana"), elsewhere, seen("Arga Wirana", region=None, at=5))) == 3


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (seen("Arga Wirana"), seen("Arga Wirana", region=THERE), "two places"),
        (seen("Arga Wirana", "Camat Rekabumi", to=50), seen("Arga Wirana", "Kepala Dinas Sosial", at=20), "overlap"),
        (seen("Arga Wirana", "Camat Rekabumi"), seen("Arga Wirana", "Ketua KPU", at=90, branch="pemilu"), "branch"),
        (seen("Arga Wirana", "Camat Rekabumi"), seen("Arga Wirana", "ASN", at=90), "an office that many hold"),
        (seen("Arga Wirana", "Guru"), seen("Arga Wirana", "Guru", at=900), "many hold it, years between"),
        (seen("Arga", "Camat Rekabumi"), seen("Arga", "Kepala Dinas Sosial", at=90), "one word, other office"),
        (seen("Arga Wirana"), seen("Ratri Wirana", at=90), "other given name"),
        (seen("Arga Wirana"), seen("Arga Kusuma", at=90), "other family name"),
        (seen("Arga Wirana", "Camat Rekabumi"), seen("Arga", "Camat Rekasari"), "short form, other office"),
        (seen("Arga Wirana", "Bupati"), seen("Arga", "Wakil Bupati"), "short form, deputy"),
        (seen("Arga Wirana"), seen("Arga", at=2000), "short form, years between"),
        (seen("Arga Wirana", "Anggota DPRD"), seen("Arga", "Anggota DPRD"), "short form, many hold the office"),
        (seen("Dodi Jaya"), seen("Dedi Jaya"), "a letter apart in a short word"),
    ],
)
def test_without_evidence_two_stay_two(one: Sighting, other: Sighting, why: str) -> None:
    assert len(persons(one, other)) == 2, why


def test_a_short_form_that_fits_two_stays_alone() -> None:
    successor = seen("Arga Kusuma", at=300)
    assert persons(seen("Arga Wirana"), successor, seen("Arga", at=200)) == [
        {"Arga"},
        {"Arga Kusuma"},
        {"Arga Wirana"},
    ]


def test_no_chain_joins_what_conflicts() -> None:
    """ "Arga" alone fits neither for certain; a middle form must not join two full ones."""
    found = persons(
        seen("Bagas Arga Wirana", "Kepala Dinas Sosial"),
        seen("Arga Wirana", "Kepala Dinas Sosial", at=10),
        seen("Arga Wirana Kusuma", "Kepala Dinas Sosial", at=20),
    )
    assert {"Bagas Arga Wirana", "Arga Wirana Kusuma"} not in found
    assert len(found) == 3


def test_one_word_without_a_telling_office_is_told_by_its_article_alone() -> None:
    assert stands_alone(("arga",), HERE, "ASN")
    assert stands_alone(("arga", "wirana"), None, "Guru")
    assert not stands_alone(("arga",), HERE, "Camat Rekabumi")
    assert not stands_alone(("arga", "wirana"), HERE, "Guru")
    one, other = seen("Arga", "ASN", article="a"), seen("Arga", "ASN", at=1, article="b")
    assert len(persons(one, other)) == 2


def test_the_id_is_that_of_what_is_seen_first_and_stays_when_more_comes() -> None:
    first = seen("Arga Wirana", "Camat Rekabumi", to=10)
    later = seen("Arga Wirana", "Kepala Dinas Sosial", at=100)
    assert only(first).key == only(first, later).key != only(later).key
