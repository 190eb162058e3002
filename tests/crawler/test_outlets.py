"""Outlet files: what they may say, what a wrong one is told, and what the seven say."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from crawler.catalogue.outlet_model import Expect, Layout, Outlet, Paging, Surface, SurfaceKind
from crawler.outlet import (
    FAMILIES,
    OUTLETS,
    OutletError,
    find_outlet,
    load_outlet,
    load_outlets,
    outlet_for_url,
)
from crawler.spiders.base import SPIDERS
from crawler.surfaces.parse import PARSERS

SEVEN = (
    "tribun-jateng",
    "tribun-pantura",
    "eranasional",
    "diswayjogja",
    "radar-brebes",
    "radar-tegal",
    "riauantara",
)
DOCS = Path(__file__).resolve().parents[2] / "docs" / "outlets.md"


def write(folder: Path, text: str, name: str = "koran-uji") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


GOOD = 'name = "Koran Uji"\nfamily = "tribun"\nhosts = ["uji.tribunnews.com"]\nregion = "33"\n'


def test_the_seven_are_there_on_seven_hosts() -> None:
    outlets = load_outlets()
    assert set(SEVEN) <= set(outlets)
    assert len({outlets[name].host for name in SEVEN}) == 7


@pytest.mark.parametrize("file", sorted(OUTLETS.glob("*.toml")), ids=lambda file: file.stem)
def test_an_outlet_file_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 60


@pytest.mark.parametrize("family", sorted(file.stem for file in FAMILIES.glob("*.toml")))
def test_every_family_makes_an_outlet(family: str, tmp_path: Path) -> None:
    text = f'name = "Uji"\nfamily = "{family}"\nhosts = ["uji.example.id"]\n'
    outlet = load_outlet(write(tmp_path, text))
    assert outlet.layouts
    assert outlet.drop_lines
    assert outlet.date_forms
    assert not outlet.surfaces[0].fallback


def test_an_outlet_of_its_own_folder_needs_no_other_file(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    assert list(load_outlets(tmp_path)) == ["koran-uji"]


@pytest.mark.parametrize(
    ("change", "key", "expected"),
    [
        ('regoin = "33"', "regoin", "did you mean 'region'"),
        ('region = "99"', "region", "Kemendagri"),
        ('region = "33.99"', "region", "Kemendagri"),
        ("region = 33", "region", "valid string"),
        ('timezone = "Asia/Singapore"', "timezone", "Asia/Makassar"),
        ('confidence = "E"', "confidence", "'A', 'B', 'C' or 'D'"),
        ("delay_s = -1", "delay_s", "greater than or equal to 0"),
        ('status = "dead"', "status", "'active' or 'retired'"),
        ("drop_lines = ['(']", "drop_lines.0", "regular expression"),
        ("date_forms = ['(?P<day>\\d+)']", "date_forms.0", "day, month and year"),
        ("bylines = ['Penulis: (.+)']", "bylines.0", "named groups among"),
        ("bylines = ['(?P<autor>.+)']", "bylines.0", "autor"),
        ('wrong_offsets = ["8"]', "wrong_offsets.0", "-08:00"),
        ('extra_regoin = ["x"]', "extra_regoin", "extra_ adds to a list"),
        ('extra_brands = "x"', "extra_brands", "expected a list"),
        ('id = "x"', "id", "the file's name is the id"),
        ('[paging]\nstyle = "offset"', "paging.style", "'none', 'query', 'path' or 'link'"),
        ('[paging]\nstile = "none"', "paging.stile", "did you mean 'style'"),
        (
            '[[extra_surfaces]]\nname = "x"\nkind = "sitmap"\nurl = "https://{host}/s.xml"',
            "surfaces.3.kind",
            "'sitemap'",
        ),
        (
            '[[extra_surfaces]]\nname = "x"\nkind = "rss"\nurl = "https://{host}/{pag}"',
            "surfaces.3.url",
            "{page}",
        ),
        (
            '[[extra_surfaces]]\nname = "x"\nkind = "rss"\nurl = "http://{host}/rss"',
            "surfaces.3.url",
            "https://{host}/",
        ),
        (
            '[[extra_surfaces]]\nname = "x"\nkind = "blogger_feed"\nurl = "https://{host}/feeds"',
            "surfaces.3",
            "{start}",
        ),
        (
            '[[extra_surfaces]]\nname = "x"\nkind = "rss"\nurl = "https://{host}/rss"\nmax_page = 3',
            "surfaces.3.max_page",
            "did you mean 'max_pages'",
        ),
        (
            '[[extra_layouts]]\nname = "x"\nmarker = "div["\ntitle = ["h1"]\nbody = ["p"]',
            "layouts.0.marker",
            "CSS selector",
        ),
        ('[[extra_layouts]]\nname = "x"\nmarker = "div"\ntitle = ["h1"]', "layouts.0.body", "expected"),
    ],
)
def test_a_wrong_value_names_file_key_and_what_was_expected(
    change: str, key: str, expected: str, tmp_path: Path
) -> None:
    text = GOOD.replace('region = "33"\n', "") if "region" in change else GOOD
    with pytest.raises(OutletError) as error:
        load_outlet(write(tmp_path, text + change + "\n"))
    assert "koran-uji.toml" in str(error.value)
    assert repr(key) in str(error.value)
    assert expected in str(error.value)


def test_a_fault_of_the_family_names_the_family(tmp_path: Path) -> None:
    families = tmp_path / "families"
    base = (FAMILIES / "tribun.toml").read_text(encoding="utf-8")
    write(families, base.replace('confidence = "B"', 'confidence = "Z"'), "tribun")
    with pytest.raises(OutletError, match=r"tribun\.toml: key 'confidence'"):
        load_outlet(write(tmp_path, GOOD), families)


def test_a_missing_key_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match=r"koran-uji\.toml: key 'hosts': expected"):
        load_outlet(write(tmp_path, 'name = "Uji"\nfamily = "tribun"\n'))


@pytest.mark.parametrize("text", ["family = 'koran'", ""])
def test_an_unknown_family_names_the_known(text: str, tmp_path: Path) -> None:
    with pytest.raises(
        OutletError,
        match=r"key 'family': expected one of antara, blogger, disway, generic, jawapos, promedia, tribun, wordpress",
    ):
        load_outlet(write(tmp_path, text))


@pytest.mark.parametrize("body", [b"name = ", b"\xff\xfe\x00"])
def test_broken_toml_names_the_file(body: bytes, tmp_path: Path) -> None:
    file = tmp_path / "rusak.toml"
    file.write_bytes(body)
    with pytest.raises(OutletError, match=r"rusak\.toml: not valid TOML"):
        load_outlet(file)


@pytest.mark.parametrize("host", ["https://a.id", "A.id", "a", "a..id", "a.id/", "a b.id"])
def test_a_host_is_a_bare_name(host: str, tmp_path: Path) -> None:
    with pytest.raises(OutletError, match=r"key 'hosts\.0': expected a bare lower-case host name"):
        load_outlet(write(tmp_path, f'name = "U"\nfamily = "tribun"\nhosts = ["{host}"]\n'))


def test_two_outlets_do_not_share_a_host(tmp_path: Path) -> None:
    write(tmp_path, GOOD, "a")
    write(tmp_path, GOOD, "b")
    with pytest.raises(OutletError, match=r"b\.toml: key 'hosts': uji\.tribunnews\.com belongs to a\.toml"):
        load_outlets(tmp_path)


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match="at least one outlet file"):
        load_outlets(tmp_path)


def test_extra_adds_and_lays_tables_over_those_of_the_same_name(tmp_path: Path) -> None:
    text = GOOD + (
        "extra_drop_lines = ['^Iklan$']\n"
        '[[extra_surfaces]]\nname = "index"\nmax_pages = 7\n'
        '[[extra_surfaces]]\nname = "kota"\nkind = "rss"\nurl = "https://{host}/rss/kota"\n'
        '[[extra_layouts]]\nname = "2027"\nmarker = "main"\ntitle = ["h1"]\nbody = ["main"]\n'
    )
    outlet = load_outlet(write(tmp_path, text))
    family = find_outlet("tribun-jateng")
    assert outlet.drop_lines == (*family.drop_lines, "^Iklan$")
    assert [surface.name for surface in outlet.surfaces] == ["index", "sitemap", "rss", "kota"]
    assert outlet.surfaces[0].max_pages == 7
    assert outlet.surfaces[0].url == family.surfaces[0].url
    assert outlet.layouts[0].name == "2027"


def test_a_plain_key_replaces_the_familys(tmp_path: Path) -> None:
    assert load_outlet(write(tmp_path, GOOD + "drop_lines = ['^Iklan$']\n")).drop_lines == ("^Iklan$",)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("tribun-jatemg", "tribun-jateng"), ("radartegal", "radar-tegal"), ("Eranasional", "eranasional")],
)
def test_an_unknown_outlet_names_the_nearest(wrong: str, right: str) -> None:
    with pytest.raises(OutletError, match=f"unknown outlet '{wrong}': did you mean '{right}'"):
        find_outlet(wrong)


def test_an_outlet_unlike_any_points_to_the_list() -> None:
    with pytest.raises(OutletError, match="`netra outlets` lists them"):
        find_outlet("xyzzy")


@pytest.mark.parametrize(
    ("url", "outlet"),
    [
        ("https://jateng.tribunnews.com/2024/08/27/x", "tribun-jateng"),
        ("HTTP://JOGJA.disway.id:443/read/1/x", "diswayjogja"),
        ("https://diswayjogja.id", "diswayjogja"),
        ("http://m.jateng.tribunnews.com/2024/08/27/x", "tribun-jateng"),
        ("https://kotabaru.tribunnews.com/2024/08/27/x", None),
        ("https://pos-kupang.com/2024/08/27/x", "tribun-kupang"),
        ("https://example.com/?u=https://jateng.tribunnews.com/", None),
        ("ftp://jateng.tribunnews.com/", None),
        ("", None),
    ],
)
def test_outlet_for_url(url: str, outlet: str | None) -> None:
    found = outlet_for_url(url)
    assert (found.id if found else None) == outlet


def test_eras_of_tribun_are_newest_first() -> None:
    eras = find_outlet("tribun-jateng").layouts
    assert [layout.name for layout in eras] == ["2025", "2020", "2015"]
    ends = [layout.valid_until or date.max for layout in eras]
    assert ends == sorted(ends, reverse=True)


BYLINES = [
    ("Penulis: Rukmini Sasmita | Editor: Bagas Wiratama", {"author": "Rukmini Sasmita", "editor": "Bagas Wiratama"}),
    ("Penulis: rukmini sasmita Editor: bagas", {"author": "rukmini sasmita", "editor": "bagas"}),
    ("Editor: Bagas Wiratama", {"editor": "Bagas Wiratama"}),
    ("Laporan Wartawan Tribun Jateng, Rukmini Sasmita", {"author": "Rukmini Sasmita"}),
    ("Editor: Bagas Sumber: Kompas.com", {"editor": "Bagas", "source": "Kompas.com"}),
]


@pytest.mark.parametrize(("line", "people"), BYLINES)
def test_tribun_byline_forms(line: str, people: dict[str, str]) -> None:
    found: dict[str, str] = {}
    for form in find_outlet("tribun-jateng").bylines:
        for match in re.finditer(form, line):
            found |= {key: value for key, value in match.groupdict().items() if value}
    assert found == people


@pytest.mark.parametrize(
    ("outlet", "line", "dropped"),
    [
        ("tribun-jateng", "Baca juga: Harga Cabai di Pasar Johar Naik", True),
        ("tribun-jateng", "Dia mengajak warga baca juga buku sejarah.", False),
        ("tribun-jateng", "Ikuti kami di Google News", True),
        ("radar-tegal", "BACA JUGA:Harga Bawang Brebes Turun", True),
        ("radar-tegal", "BACA JUGA : Harga Bawang Brebes Turun", True),
        ("radar-tegal", "Cek Berita dan Artikel yang lain di Google News", True),
        ("radar-tegal", "RAPAT - Camat memimpin rapat di balai desa.-Surya Adi-radartegal.disway.id", True),
        ("radar-tegal", "Rapat berlangsung pukul 10.00-12.00 di aula - Camat hadir.", False),
        ("eranasional", "Bagikan:", True),
        ("riauantara", "Komentar", True),
        ("riauantara", "Komentar warga beragam soal jalan rusak itu.", False),
    ],
)
def test_lines_to_drop(outlet: str, line: str, dropped: bool) -> None:
    forms = find_outlet(outlet).drop_lines
    assert any(re.search(form, line, re.I) for form in forms) is dropped


def test_the_page_on_outlets_lists_every_key_kind_and_spider_and_no_other() -> None:
    documented: dict[str, set[str]] = {}
    heading = ""
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            heading = line.removeprefix("## ").strip()
        cell = re.match(r"\| (`[a-z_`, ]+`) \|", line)
        if cell:
            documented.setdefault(heading, set()).update(re.findall(r"`(\w+)`", cell[1]))
    assert documented == {
        "The outlet": set(Outlet.model_fields) - {"id"},
        "`[[surfaces]]`": set(Surface.model_fields),
        "`[[layouts]]`": set(Layout.model_fields),
        "`[paging]`": set(Paging.model_fields),
        "`[expect]`": set(Expect.model_fields),
        "Surfaces, and how they are walked": set(get_args(SurfaceKind)),
        "Spiders": set(SPIDERS.values()),
    }


def test_the_example_on_that_page_is_an_outlet(tmp_path: Path) -> None:
    example = DOCS.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    outlet = load_outlet(write(tmp_path, example, "radar-contoh"))
    assert outlet.surfaces[0].sections == ("lokal", "politik")


def test_the_layout_on_the_page_about_adding_one_is_an_outlets(tmp_path: Path) -> None:
    page = DOCS.with_name("adding-an-outlet.md").read_text(encoding="utf-8")
    example = page.partition("```toml\n")[2].partition("```")[0]
    base = 'name = "Contoh"\nfamily = "generic"\nhosts = ["www.contoh.co.id"]\n'
    outlet = load_outlet(write(tmp_path, base + example, "contoh"))
    assert (outlet.layouts[0].name, outlet.layouts[1].name, outlet.compare) == ("2025", "itemprop", False)


def test_every_family_has_a_spider_and_every_kind_a_parser() -> None:
    assert set(SPIDERS) == {file.stem for file in FAMILIES.glob("*.toml")}
    assert set(PARSERS) == set(get_args(SurfaceKind))
