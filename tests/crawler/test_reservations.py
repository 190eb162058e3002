"""What sites state about text and data mining, and where their terms stand; all of it invented, true to the forms."""

import json
from datetime import UTC, datetime

import pytest

from crawler.conduct.reservations import Facts, Statement, read_facts, toml_lines
from crawler.storage.archive import Exchange

HOST = "https://koran-rekaan.id"
PAGE = "<html><head><title>Apel</title>{head}</head><body><p>Apel pagi.</p>{foot}</body></html>"


def answer(path: str, body: str, role: str = "index", status: int = 200, **headers: str) -> Exchange:
    return Exchange(
        url=f"{HOST}{path}",
        fetched_at=datetime(2026, 1, 31, tzinfo=UTC),
        status=status,
        headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
        body=body.encode(),
        outlet_id="koran-rekaan",
        surface="look",
        role=role,
        title=None,
        date=None,
        article_url=None,
        warc_file="",
        offset=0,
        digest="",
    )


def article(head: str = "", foot: str = "", **headers: str) -> Exchange:
    return answer("/berita/apel-pagi", PAGE.format(head=head, foot=foot), "article", **headers)


def robots(text: str) -> Exchange:
    return answer("/robots.txt", text, "robots")


def tdmrep(*entries: object) -> Exchange:
    return answer("/.well-known/tdmrep.json", json.dumps(list(entries)))


def ai(text: str) -> Exchange:
    return answer("/ai.txt", text)


META = '<meta name="tdm-reservation" content="{}">'


@pytest.mark.parametrize(
    ("answers", "tdm", "places"),
    [
        ([article(TDM_Reservation="1")], "reserved", ["header tdm-reservation"]),
        ([article(META.format(1))], "reserved", ["meta tdm-reservation"]),
        ([article(META.format(1), TDM_Reservation="0")], "not_reserved", ["header tdm-reservation"]),
        ([article(META.format("ya"))], "unknown", []),
        ([tdmrep({"location": "/", "tdm-reservation": 1}), article()], "reserved", ["/.well-known/tdmrep.json"]),
        # the longest location that fits the article decides
        (
            [
                tdmrep(
                    {"location": "/", "tdm-reservation": 1},
                    {"location": "/berita/*", "tdm-reservation": 0},
                    {"location": "/foto/semua/*", "tdm-reservation": 1},
                ),
                article(),
            ],
            "not_reserved",
            ["/.well-known/tdmrep.json"],
        ),
        ([tdmrep({"location": "/berita$", "tdm-reservation": 1}), article()], "unknown", []),
        ([tdmrep("rusak", {"location": 3}), article()], "unknown", []),
        ([answer("/.well-known/tdmrep.json", "<html>Tidak ada</html>")], "unknown", []),
        (
            [answer("/.well-known/tdmrep.json", '[{"location": "/", "tdm-reservation": 1}]', status=404)],
            "unknown",
            [],
        ),
        ([robots("User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n")], "reserved", ["robots.txt"]),
        ([robots("Content-Signal: ai-train=yes\n")], "not_reserved", ["robots.txt"]),
        ([robots("Content-signal: search=no\n")], "unknown", []),  # says nothing on mining
        ([robots("# Content-Signal: ai-train=no\nUser-agent: GPTBot\nDisallow: /\n")], "unknown", []),
        ([ai("User-Agent: *\nDisallow: *.txt\nAllow: *.jpg\n")], "reserved", ["ai.txt"]),
        ([ai("User-Agent: *\nAllow: /\n")], "not_reserved", ["ai.txt"]),
        ([ai("User-Agent: *\nDisallow: *.jpg\n")], "unknown", []),
        ([ai("<html><pre>\nDisallow: /\n</pre></html>")], "unknown", []),  # a page with status 200
        # one that reserves outweighs one that does not
        ([article(TDM_Reservation="0"), ai("Disallow: /\n")], "reserved", ["header tdm-reservation", "ai.txt"]),
        ([article(), robots("User-agent: *\nAllow: /\n")], "unknown", []),
    ],
)
def test_what_is_stated(answers: list[Exchange], tdm: str, places: list[str]) -> None:
    found = read_facts(answers)
    assert (found.tdm, [one.place for one in found.statements]) == (tdm, places)


@pytest.mark.parametrize(
    ("foot", "url"),
    [
        ('<a href="/ketentuan">Ketentuan Penggunaan</a>', f"{HOST}/ketentuan"),
        ('<a href="https://grup.id/terms/">Terms of Use</a>', "https://grup.id/terms/"),
        (
            '<a href="javascript:buka()">Disclaimer</a><a href="disclaimer">Disclaimer</a>',
            f"{HOST}/berita/disclaimer",
        ),
        ('<a href="/syarat"><span>Syarat &amp; Ketentuan</span></a>', f"{HOST}/syarat"),
        ('<a href="/apel">Ketentuan apel pagi</a>', None),
    ],
)
def test_where_the_terms_stand(foot: str, url: str | None) -> None:
    assert read_facts([article(foot=foot)]).terms_url == url


def test_lines_of_an_outlet_file() -> None:
    facts = Facts("reserved", (Statement("robots.txt", "Content-Signal: ai-train=no", True),), f"{HOST}/ketentuan")
    assert toml_lines(facts, "2026-01-31") == [
        'checked_on = "2026-01-31"',
        'tdm = "reserved"  # robots.txt: Content-Signal: ai-train=no',
        f'terms_url = "{HOST}/ketentuan"',
    ]
    assert toml_lines(Facts("unknown"), "2026-01-31")[1:] == [
        'tdm = "unknown"  # nothing is stated for machines; read the terms'
    ]
