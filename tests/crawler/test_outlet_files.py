"""The packaged outlet files, all of them: what each must say, and what they cover together."""

import csv
import re
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lokal import wilayah

from crawler.catalogue.outlet_files import FAMILIES
from crawler.outlet import OUTLETS, Outlet, OutletError, load_outlets, outlet_for_url, outlets_with
from crawler.surfaces.requests import first_urls
from crawler.urls import is_article, is_own

PAGES = Path(__file__).resolve().parents[1] / "pages"
FILES = sorted(OUTLETS.glob("*.toml"))
ALL = load_outlets(OUTLETS)
# Least number of outlets a family; a file that is lost is a defect, one that is added none.
FEWEST = {"wordpress": 290, "tribun": 62, "disway": 35, "antara": 33, "jawapos": 31, "promedia": 31, "blogger": 17}
WITHOUT_OUTLET = {"95"}  # Papua Pegunungan
WITA = {"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"}
WIT = {"81", "82", "91", "92", "93", "94", "95", "96"}


def raw(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))


def problems(check: Any) -> list[str]:
    """What `check(outlet)` says against any outlet."""
    return [f"{outlet.id}: {word}" for outlet in ALL.values() if (word := check(outlet))]


def test_there_are_three_hundred_and_more_of_every_family() -> None:
    counts = Counter(outlet.family for outlet in ALL.values())
    assert len(ALL) >= 500
    assert set(counts) == {file.stem for file in FAMILIES.glob("*.toml")} - {"generic"}  # a start for new ones
    assert {family: number for family, number in counts.items() if number < FEWEST[family]} == {}


def test_the_page_on_outlets_counts_them_right() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "outlets.md").read_text(encoding="utf-8")
    told = {family: int(number) for family, number in re.findall(r"^\| ([a-z]+) \| (\d+) \|", page, re.M)}
    assert told == {"generic": 0} | dict(Counter(outlet.family for outlet in ALL.values()))
    assert f"That is {len(ALL)} outlets" in page


def test_every_province_but_one_has_an_outlet() -> None:
    covered = {outlet.region[:2] for outlet in ALL.values() if outlet.region}
    assert {province.code for province in wilayah.list_wilayah()} - covered == WITHOUT_OUTLET


def test_most_files_are_under_ten_lines() -> None:
    lines = [len(file.read_text(encoding="utf-8").splitlines()) for file in FILES]
    assert max(lines) <= 60
    assert sum(number <= 10 for number in lines) / len(lines) > 0.8


def test_each_file_says_itself_where_its_facts_come_from() -> None:
    missing = {"name", "family", "hosts", "source", "confidence"}
    assert {file.stem: missing - set(raw(file)) for file in FILES if missing - set(raw(file))} == {}


def test_weak_sources_say_what_is_unverified() -> None:
    def check(outlet: Outlet) -> str | None:
        own = raw(OUTLETS / f"{outlet.id}.toml")
        says = own.get("unverified") or own.get("extra_unverified")
        return None if says or outlet.confidence in "AB" else "confidence C or D, and nothing unverified"

    assert problems(check) == []


def test_dates_of_looks_are_not_in_the_future() -> None:
    assert problems(lambda one: one.checked_on if (one.checked_on or "") > date.today().isoformat() else None) == []


def test_zones_are_those_of_the_province() -> None:
    def check(outlet: Outlet) -> str | None:
        if not outlet.region:
            return None
        province = outlet.region[:2]
        right = "Makassar" if province in WITA else "Jayapura" if province in WIT else "Jakarta"
        return None if outlet.timezone == f"Asia/{right}" else f"{outlet.timezone} in {province}"

    assert problems(check) == []


def test_a_region_that_only_the_name_tells_is_a_name_that_stands_once() -> None:
    """Bekasi is a kabupaten and a kota: a host's name does not say which."""
    names: dict[str, list[str]] = {}
    for province in wilayah.list_wilayah():
        for region in wilayah.list_wilayah(province.code):
            bare = re.sub(r"^(?:Kota|Kabupaten)(?: Administrasi)? ", "", region.name)
            names.setdefault(re.sub(r"[^a-z]", "", bare.lower()), []).append(region.code)

    def check(outlet: Outlet) -> str | None:
        if "region: from the name alone" not in outlet.unverified or not outlet.region or len(outlet.region) == 2:
            return None
        host = re.sub(r"[^a-z]", "", outlet.host)
        fits = any(codes == [outlet.region] and name in host for name, codes in names.items())
        return None if fits else f"{outlet.region} is not told by {outlet.host}"

    assert problems(check) == []


def test_names_and_hosts_stand_once() -> None:
    names = Counter(outlet.name for outlet in ALL.values())
    hosts = Counter(host for outlet in ALL.values() for host in (*outlet.hosts, *outlet.aliases))
    assert [name for name, number in (*names.items(), *hosts.items()) if number > 1] == []


def test_ids_follow_the_grammar() -> None:
    def check(outlet: Outlet) -> str | None:
        label = outlet.host.removeprefix("www.").split(".")[0]
        network = {"tribun": "tribun", "antara": "antara"}.get(outlet.family)
        if network:
            wanted = {f"{network}-{label}", label}
        else:
            bare = re.sub(r"^e-", "", label)
            domain = re.sub(r"[^a-z0-9]+", "-", outlet.host.removeprefix("www."))
            wanted = {bare, re.sub(r"^radar-?(?=.)", "radar-", bare), domain}
        of_network = outlet.id.endswith(f"-{label}") or outlet.id.startswith(f"{label}-")
        return None if outlet.id in wanted or of_network else f"host {outlet.host}"

    assert problems(check) == []


def test_every_surface_begins_somewhere_on_its_own_host() -> None:
    def check(outlet: Outlet) -> str | None:
        for surface in outlet.surfaces:
            for days in ((None, None), (date(2024, 8, 1), date(2024, 8, 27)), (date(2024, 8, 1), None)):
                urls = first_urls(outlet, surface, *days, today=date(2024, 9, 1))
                if not urls and surface.kind != "disway_listtag":
                    return f"{surface.name}: no address"
                if wrong := [url for url in urls if not is_own(url, outlet) or "{" in url]:
                    return f"{surface.name}: {wrong[0]}"
        return None

    assert problems(check) == []


def test_no_surface_is_taken_for_an_article() -> None:
    def check(outlet: Outlet) -> str | None:
        urls = [url for surface in outlet.surfaces for url in first_urls(outlet, surface, None, None)]
        return next((url for url in urls if is_article(url, outlet)), None)

    assert problems(check) == []


@pytest.mark.parametrize("family", sorted(file.stem for file in FAMILIES.glob("*.toml")))
def test_every_family_has_fixture_pages(family: str) -> None:
    assert list((PAGES / family).glob("*.html")), f"no page under tests/pages/{family}"


# Against the list of hosts, where it is at hand


def listed(shared: Path) -> list[dict[str, str]]:
    with (shared / "outlets" / "hosts.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


NETWORKS = ("tribun", "antara", "jawapos", "promedia", "blogger")
# What the list gives as an example is a list, a feed, a search, or was cut off.
NO_ARTICLE = re.compile(r"/kategori/|/category/|/search|/rss$|/feeds/|;\d|/\d{2}/\d{2}/$|…$")


def test_whole_networks_have_their_files(shared: Path) -> None:
    missing = [
        row["host"]
        for row in listed(shared)
        if row["family"] in (*NETWORKS, "tribun-alias", "disway")
        and outlet_for_url(f"https://{row['host']}/") is None
    ]
    assert missing == []


def test_addresses_of_articles_in_the_list_are_articles_here(shared: Path) -> None:
    seen, wrong = 0, []
    for row in listed(shared):
        outlet = ALL.by_host(row["host"])
        url = row["example_url"]
        if outlet is None or not url or NO_ARTICLE.search(url):
            continue
        seen += 1
        if not is_article(url, outlet):
            wrong.append(f"{outlet.id}: {url}")
    assert seen > 120
    assert wrong == []


def test_regions_of_the_list_are_taken_or_left_at_the_province(shared: Path) -> None:
    wrong = []
    for row in listed(shared):
        outlet = ALL.by_host(row["host"])
        if outlet is None or outlet.confidence == "D" or not row["region_code"]:
            continue
        if outlet.region not in (row["region_code"], row["region_code"][:2]):
            wrong.append(f"{outlet.id}: {outlet.region}, listed {row['region_code']}")
        elif "region=" in row["source"] and "name" not in row["source"] and len(outlet.region or "") > 2:
            wrong.append(f"{outlet.id}: {outlet.region} rests on a guess")
    assert wrong == []


# The user's own


def own(folder: Path, name: str, host: str) -> None:
    text = f'name = "Uji"\nfamily = "tribun"\nhosts = ["{host}"]\n'
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def test_a_users_outlets_lie_over_the_packaged_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own(tmp_path, "koran-uji", "uji.example.id")
    own(tmp_path, "tribun-jateng", "jateng.tribunnews.com")
    found = outlets_with(tmp_path)
    assert len(found) == len(ALL) + 1
    assert found["koran-uji"].host == "uji.example.id"
    assert found["tribun-jateng"].name == "Uji"
    assert found.by_host("amp.uji.example.id") is found["koran-uji"]
    monkeypatch.setenv("NETRA_OUTLETS", str(tmp_path))
    assert "koran-uji" in load_outlets()
    assert outlet_for_url("https://uji.example.id/2024/08/27/a") is found["koran-uji"]
    monkeypatch.delenv("NETRA_OUTLETS")
    assert "koran-uji" not in load_outlets()


def test_a_users_outlet_does_not_take_a_packaged_host_by_accident(tmp_path: Path) -> None:
    own(tmp_path, "koran-uji", "jateng.tribunnews.com")
    with pytest.raises(
        OutletError, match=r"belongs to the packaged tribun-jateng; name the file tribun-jateng\.toml"
    ):
        outlets_with(tmp_path)


def test_a_folder_that_is_not_there_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(OutletError, match="NETRA_OUTLETS"):
        outlets_with(tmp_path / "none")
