"""`netra outlets check` and `new`: what they find on sites of this machine, and what they say where it is missing."""

import json
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from engine_site import Page, Site, serving

from corpus.cli import main
from corpus.commands import outlet_looks
from corpus.errors import ExitCode
from corpus.replicas import replicas
from crawler.catalogue.checking import Found, check_exchanges
from crawler.catalogue.outlet_draft import draft_outlet, outlet_id, zone_of
from crawler.catalogue.site_signs import host_of, read_signs
from crawler.outlet import find_outlet, load_outlet
from crawler.storage.archive import Exchange
from crawler.storage.outcomes import Outcome

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
QUICK = {"DOWNLOAD_DELAY": "0", "RETRY_TIMES": "0", "DOWNLOAD_TIMEOUT": "5"}
HOST = "www.koran-uji.co.id"
TEXT = "".join(
    f"<p>Camat Rawasari, Wirya Kusnanto, mengingatkan pegawai kecamatan agar tidak berpihak, bagian {number}. "
    "Ia menyampaikannya dalam apel pagi di halaman kantor, disaksikan panitia pengawas pemilihan.</p>"
    for number in range(4)
)
ARTICLE = f"""<html lang="id"><head><title>Camat Ingatkan Pegawai | Koran Uji</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Camat Ingatkan Pegawai",
"datePublished": "2026-01-30T09:15:00+07:00", "author": {{"name": "Sekar Wulandari"}}}}</script></head>
<body><h1>Camat Ingatkan Pegawai</h1><article>{TEXT}</article>
<footer><a href="/aturan">Syarat dan Ketentuan</a></footer></body></html>"""
HOME = f"""<html lang="id"><head><title>Beranda - Koran Uji</title><meta name="generator" content="Mesin Berita 3">
<meta property="og:site_name" content="Koran Uji"><meta name="tdm-reservation" content="1">
<link rel="alternate" type="application/rss+xml" href="https://lain.example/rss">
<link rel="alternate" type="application/rss+xml" href="/umpan/terbaru.xml">
<script type="application/ld+json">{{"@type": "NewsMediaOrganization", "name": "Koran Uji"}}</script></head>
<body><h1>Koran Uji</h1>{TEXT}<a href="/ketentuan">Ketentuan Penggunaan</a></body></html>"""
FEED = f"""<rss version="2.0"><channel><item><title>Camat Ingatkan Pegawai</title>
<link>https://{HOST}/rawasari/camat-ingatkan-pegawai-netral</link><pubDate>Fri, 30 Jan 2026 09:15:00 +0700</pubDate>
</item></channel></rss>"""
ROBOTS = Page(
    f"User-agent: *\nDisallow: /admin\nSitemap: https://{HOST}/peta.xml\n".encode(), content_type="text/plain"
)


def uji_pages() -> dict[str, Page]:
    return {
        f"{HOST}/robots.txt": ROBOTS,
        f"{HOST}/": Page(HOME.encode()),
        f"{HOST}/.well-known/tdmrep.json": Page(
            b'[{"location": "/", "tdm-reservation": 1}]', content_type="application/json"
        ),
        f"{HOST}/ai.txt": Page(b"User-Agent: *\nDisallow: *.txt\n", content_type="text/plain"),
        f"{HOST}/umpan/terbaru.xml": Page(FEED.encode(), content_type="application/rss+xml"),
        f"{HOST}/rawasari/camat-ingatkan-pegawai-netral": Page(ARTICLE.encode()),
        "koran-uji.co.id/robots.txt": ROBOTS,
        "koran-uji.co.id/": Page(b"", 301, {"Location": f"https://{HOST}/"}),
        "tertutup.example/robots.txt": Page(b"User-agent: *\nDisallow: /\n", content_type="text/plain"),
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    hosts = [HOST, "koran-uji.co.id", "tertutup.example"]
    with serving(Site(uji_pages()), tmp_path_factory.mktemp("ca"), hosts) as running:
        yield running


@pytest.fixture
def here(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The environment and working folder of a user whose web is `site`."""
    for name, value in site.env.items():
        monkeypatch.setenv(name, value)
        monkeypatch.setenv(name.upper(), value)
    monkeypatch.setattr(outlet_looks, "SETTINGS", QUICK)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NETRA_OUTLETS", raising=False)
    return tmp_path


def netra(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys, "argv", ["netra", *map(str, arguments)])
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        signal.signal(signal.SIGTERM, before)
    return int(ended.value.code or 0)


# The live look


@pytest.mark.usefixtures("quick_crawls")
@pytest.mark.parametrize("outlet", ["tribun-jateng", "eranasional"])
def test_a_replica_gives_what_its_outlet_expects(
    outlet: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(outlet_looks, "SETTINGS", QUICK)
    with replicas() as env:
        for name, value in env.items():
            monkeypatch.setenv(name, value)
        assert netra(monkeypatch, "outlets", "check", outlet, "--json") == ExitCode.OK
    told = json.loads(capsys.readouterr().out)
    fields = {one["field"]: one for one in told["fields"]}
    assert told["missing"] == []
    assert told["facts"]["toml"][0] == f'checked_on = "{told["facts"]["checked_on"]}"'
    assert {fields[name]["state"] for name in ("robots.txt", "index", "article", "body", "published")} == {"found"}
    if outlet == "eranasional":  # its REST refuses us, its feed does not
        assert fields["index"]["value"].startswith("feed ")
        assert "rest: blocked" in fields["index"]["note"]
    else:
        assert fields["layout"]["value"] in ("2025", "2020", "2015")
        assert fields["article"]["value"].endswith("?page=all")


@pytest.mark.usefixtures("quick_crawls")
def test_new_writes_an_outlet_that_can_be_crawled_and_pages_that_are_not_ours(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = netra(monkeypatch, "outlets", "new", "koran-uji.co.id", "--region", "64.72")
    assert code == ExitCode.OK
    said = capsys.readouterr()
    assert "do not commit them" in said.err
    assert "Mesin Berita 3" in said.err
    outlet = load_outlet(here / "outlets" / "koran-uji.toml")
    assert (outlet.name, outlet.family, outlet.host) == ("Koran Uji", "generic", HOST)
    assert (outlet.region, outlet.timezone) == ("64.72", "Asia/Makassar")
    assert (outlet.tdm, outlet.terms_url) == ("reserved", f"https://{HOST}/ketentuan")
    assert {one.name: one.url for one in outlet.surfaces} == {
        "rss": "https://{host}/umpan/terbaru.xml",
        "sitemap": "https://{host}/peta.xml",
    }
    assert "koran-uji.co.id" in outlet.aliases
    pages = here / "data" / "pages" / "koran-uji"
    assert {file.name for file in pages.iterdir()} == {"README.txt", "index.xml", "article.html", "article.toml"}
    assert "Sekar Wulandari" in (pages / "article.toml").read_text("utf-8")
    assert (pages / "article.html").read_bytes() == ARTICLE.encode()
    assert netra(monkeypatch, "outlets", "new", "koran-uji.co.id") == ExitCode.USAGE
    assert "is there already; --id gives another name" in capsys.readouterr().err
    monkeypatch.setenv("NETRA_OUTLETS", str(here / "outlets"))
    capsys.readouterr()
    assert netra(monkeypatch, "outlets", "check", "koran-uji") == ExitCode.OK
    table, _, lines = capsys.readouterr().out.partition("\n# for koran-uji.toml\n")
    assert f"rss https://{HOST}/umpan/terbaru.xml" in table
    first, *rest = lines.splitlines()
    assert first == f'checked_on = "{datetime.now(UTC).date()}"'
    assert rest == [
        'tdm = "reserved"  # /.well-known/tdmrep.json: /: 1; ai.txt: Disallow: *.txt',
        f'terms_url = "https://{HOST}/aturan"',
    ]


@pytest.mark.usefixtures("quick_crawls")
@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("https://tertutup.example",), ExitCode.FAILED, "robots"),
        (("https://jateng.tribunnews.com/x",), ExitCode.USAGE, "is tribun-jateng already"),
        (("https://localhost",), ExitCode.USAGE, "expected the address of a site"),
        (("https://tertutup.example", "--id", "../x"), ExitCode.USAGE, "small letters, digits"),
    ],
)
def test_new_says_why_not(
    arguments: tuple[str, ...],
    code: ExitCode,
    words: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert netra(monkeypatch, "outlets", "new", *arguments) == code
    assert words in capsys.readouterr().err
    assert list(here.iterdir()) == []


@pytest.mark.usefixtures("quick_crawls")
def test_a_replica_is_known_by_its_signs() -> None:
    with replicas() as env:
        draft = draft_outlet("https://radartegal.disway.id/", NOW, region="33.76", env=env, settings=QUICK)
    assert (draft.id, draft.signs.family, draft.checked.missing) == ("radar-tegal", "disway", ())
    assert 'checked_on = "2026-01-31"' in draft.toml
    assert 'confidence = "B"' in draft.toml


# What answers hold


def exchange(role: str, url: str, body: bytes, surface: str = "rss", outcome: Outcome = Outcome.FETCHED) -> Exchange:
    return Exchange(
        url=url,
        fetched_at=NOW,
        status=200,
        headers=(("Content-Type", "text/html"), ("TDM-Reservation", "0")),
        body=body,
        outlet_id="antara-jateng",
        surface=surface,
        role=role,
        title=None,
        date=None,
        article_url=None,
        warc_file="",
        offset=0,
        digest="",
        outcome=str(outcome),
    )


ANTARA = find_outlet("antara-jateng")
URL = f"https://{ANTARA.host}/berita/123456/camat-ingatkan-pegawai"
RSS = f"https://{ANTARA.host}/rss/terkini.xml"
ROBOTS_TXT = exchange("robots", f"https://{ANTARA.host}/robots.txt", b"User-agent: *\nAllow: /\n")


def states(*exchanges: Exchange) -> dict[str, Found]:
    return {found.field: found for found in check_exchanges(ANTARA, exchanges, ()).fields}


def test_an_article_without_a_date_is_missing_it() -> None:
    feed = FEED.replace(f"https://{HOST}/rawasari/camat-ingatkan-pegawai-netral", URL).encode()
    bare = f"<html><body><h1>Camat Ingatkan Pegawai</h1><article>{TEXT}</article></body></html>".encode()
    found = states(ROBOTS_TXT, exchange("index", RSS, feed), exchange("article", URL, bare))
    assert found["entries"].value == "1 entries, 1 of them articles"
    assert found["entry dates"].value == "newest 2026-01-30T09:15+07:00"
    assert found["body"].state == found["title"].state == "found"
    assert found["published"].state == "missing"
    assert found["authors"].state == "none"  # ANTARA's file expects no share of reporters
    assert check_exchanges(ANTARA, (ROBOTS_TXT,), ()).missing == ("index", "article")


def test_a_list_of_other_pages_and_a_page_that_is_no_article_are_told() -> None:
    other = FEED.replace("/rawasari/", "/tentang-kami/").encode()
    found = states(exchange("index", RSS, other), exchange("article", URL, b"<html><h1>Halo</h1></html>"))
    assert found["robots.txt"].state == "missing"
    assert found["entries"].state == "missing"
    assert "none an article's address" in found["entries"].note
    assert found["article"].state == "missing"


def test_signs_of_a_front_page() -> None:
    home = exchange("index", "https://contoh.co.id/", HOME.replace("og:site_name", "og:x").encode())
    signs = read_signs(home)
    assert signs is not None
    assert signs.name == "contoh.co.id"  # nothing in the title is like the host
    assert signs.tdm == "not_reserved"  # the header has the first word
    assert (signs.family, signs.generator) == (None, "Mesin Berita 3")
    assert signs.feeds == ("https://contoh.co.id/umpan/terbaru.xml",)
    assert signs.json_ld == ("newsmediaorganization",)
    press = b"<html><head><title>Koran Press</title><link rel='https://api.w.org/' href='/wp-json/'></head></html>"
    wordpress = read_signs(exchange("index", "https://koranpress.id/", press))
    assert wordpress is not None
    assert (wordpress.family, wordpress.rest, wordpress.name) == ("wordpress", True, "Koran Press")
    assert read_signs(exchange("index", "https://contoh.co.id/", b"\0\0")) is None


@pytest.mark.parametrize(
    ("host", "family", "ident"),
    [
        ("www.koran-uji.co.id", None, "koran-uji"),
        ("radarrekaan.disway.id", "disway", "radar-rekaan"),
        ("kotabaru.tribunnews.com", "tribun", "tribun-kotabaru"),
    ],
)
def test_ids_of_new_outlets(host: str, family: str | None, ident: str) -> None:
    assert outlet_id(host, family) == ident


def test_zones_and_hosts() -> None:
    assert [zone_of(code) for code in (None, "33.76", "61", "51.03", "91")] == [
        "Asia/Jakarta", "Asia/Jakarta", "Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"
    ]  # fmt: skip
    assert host_of("https://WWW.Contoh.co.id:443/a") == "www.contoh.co.id"
    with pytest.raises(ValueError, match="expected the address of a site"):
        host_of("https://192.168.1.1/")
