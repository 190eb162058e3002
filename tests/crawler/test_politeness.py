"""Conduct: robots.txt, pauses, hosts in trouble, block pages, private addresses; without a network."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings
from scrapy.utils.test import get_crawler
from twisted.internet.defer import Deferred, succeed

from crawler.conduct.addresses import PrivateAddressError, PublicResolver, is_private, why_private
from crawler.conduct.blockpages import BlockSignError, block_sign, load_signs, visible_text
from crawler.conduct.breaker import HostState, Limits, retry_after_s
from crawler.conduct.pace import Pace
from crawler.conduct.politeness import HostDelays, RobotsMiddleware, group_delay_s, own_delay_s
from crawler.conduct.robots import LIFETIME_S, RETRY_S, read_robots
from crawler.engine.book import Book
from crawler.engine.child import make_settings
from crawler.engine.handlers import PoliteDownloadHandler
from crawler.engine.job import Job
from crawler.engine.runstate import RunState
from crawler.engine.verdict import Refused
from crawler.outlet import Outlet, find_outlet, load_outlets
from crawler.storage.outcomes import Outcome

NOW = datetime(2024, 8, 25, 5, 0, tzinfo=UTC)
URL = "https://uji.example/berita/1"
LONG = "<p>" + "Kata demi kata. " * 400 + "</p>"


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


# robots.txt


@pytest.mark.parametrize(
    ("status", "body", "refused"),
    [
        (200, b"", None),
        (200, b"User-agent: *\nDisallow: /admin", None),
        (200, b"User-agent: *\nDisallow: /berita", "disallowed by a rule"),
        (200, b"\xef\xbb\xbfUser-agent: *\nDisallow: /berita", "disallowed by a rule"),
        (200, b"User-agent: *\nDisallow: /\nUser-agent: netra\nAllow: /", None),
        (200, b"User-agent: netra\nDisallow: /\nUser-agent: *\nAllow: /", "disallowed by a rule"),
        (200, b"User-agent: github\nDisallow: /\nUser-agent: Mozilla\nDisallow: /", None),
        (200, "User-agent: *\nDisallow: /caf\xe9\nDisallow: /berita".encode("latin-1"), "disallowed by a rule"),
        (200, b"<html><body>Beranda</body></html>", None),
        (200, b"<html><title>Just a moment...</title></html>", "a block page instead"),
        (200, b"User-agent: *\n\0\0", "not a text file"),
        (404, b"User-agent: *\nDisallow: /", None),
        (403, b"Forbidden", None),
        (410, b"", None),
        (429, b"", "429"),
        (500, b"User-agent: *\nAllow: /", "status 500"),
        (503, b"", "status 503"),
        (302, b"", "status 302"),
        (304, b"", "status 304"),
    ],
)
def test_robots_answers(status: int, body: bytes, refused: str | None) -> None:
    rules = read_robots(status, body)
    why = rules.refusal(URL, "netra")
    assert (why is None) == (refused is None), why
    assert refused is None or refused in str(why)
    assert rules.lifetime_s == (RETRY_S if rules.closed else LIFETIME_S)


def test_rules_beyond_the_limit_are_not_half_read() -> None:
    body = b"User-agent: *\n" + b"Disallow: /x\n" * 50_000 + b"Disallow: /berita\n"
    assert read_robots(200, body).refusal(URL, "netra") is None
    assert read_robots(200, body).refusal("https://uji.example/x", "netra") is not None


class Asking:
    """As much of Scrapy as the robots middleware uses: an engine that gives the next answer and counts."""

    def __init__(self, folder: Path, clock: Clock, *answers: tuple[int, bytes]) -> None:
        self.settings = Settings(
            {"ROBOTSTXT_OBEY": True, "ROBOTSTXT_USER_AGENT": "netra", "NETRA_ROBOTS_TIMEOUT_S": 7.5}
        )
        self.netra_book = Book(RunState(folder, NOW, "netra/0.1", 10**6, monotonic=clock), "uji")
        self.engine, self.answers, self.asked = self, list(answers), 0

    async def download_async(self, request: Request) -> Response:
        assert request.url == "https://uji.example/robots.txt"
        assert request.meta["download_timeout"] == 7.5
        status, body = self.answers[self.asked]
        self.asked += 1
        return Response(request.url, status, body=body)


def why_refused(middleware: RobotsMiddleware, url: str = URL) -> str | None:
    try:
        asyncio.run(middleware.process_request(Request(url)))
    except Refused as refused:
        return refused.verdict.reason if refused.verdict.outcome is Outcome.ROBOTS else str(refused.verdict)
    return None


def test_robots_are_kept_for_a_day_and_then_asked_for_again(tmp_path: Path, clock: Clock) -> None:
    crawler = Asking(tmp_path, clock, (200, b""), (200, b"User-agent: *\nDisallow: /berita"))
    middleware = RobotsMiddleware(crawler)  # type: ignore[arg-type]  # no more of it is used
    assert why_refused(middleware) is why_refused(middleware) is None
    clock.now += LIFETIME_S - 1
    assert (why_refused(middleware), crawler.asked) == (None, 1)
    clock.now += 2
    assert (why_refused(middleware), crawler.asked) == ("robots.txt: disallowed by a rule", 2)


def test_robots_that_cannot_be_had_are_asked_for_again_soon(tmp_path: Path, clock: Clock) -> None:
    crawler = Asking(tmp_path, clock, (503, b""), (200, b""))
    middleware = RobotsMiddleware(crawler)  # type: ignore[arg-type]  # as above
    assert why_refused(middleware) == "robots.txt unreachable: status 503"
    clock.now += RETRY_S - 1
    assert (why_refused(middleware), crawler.asked) == ("robots.txt unreachable: status 503", 1)
    clock.now += 2
    assert (why_refused(middleware), crawler.asked) == (None, 2)


@pytest.mark.parametrize(
    ("body", "delay"),
    [
        (b"User-agent: *\nCrawl-delay: 7", 7.0),
        (b"User-agent: *\nCrawl-delay: 0.5", 0.5),
        (b"User-agent: *\nRequest-rate: 1/20", 20.0),
        (b"User-agent: *\nCrawl-delay: banyak", 0.0),
        (b"User-agent: lain\nCrawl-delay: 7", 0.0),
        (b"", 0.0),
    ],
)
def test_crawl_delay(body: bytes, delay: float) -> None:
    assert read_robots(200, body).delay_s("netra") == delay


# the pause between two requests


def outlet(delay_s: float) -> Outlet:
    return load_outlets()["eranasional"].model_copy(update={"delay_s": delay_s})


@pytest.mark.parametrize(
    ("priority", "expected"), [("project", 4.0), ("cmdline", 0.0)], ids=["the outlet's own", "chosen by the user"]
)
def test_the_users_own_delay_wins(priority: str, expected: float) -> None:
    settings = Settings()
    settings.set("DOWNLOAD_DELAY", 0.0, priority=priority)
    assert own_delay_s(settings, outlet(4.0)) == expected


def test_without_an_outlet_the_setting_counts() -> None:
    assert own_delay_s(Settings({"DOWNLOAD_DELAY": 2.5}), None) == 2.5


@pytest.mark.parametrize(("crawl_delay", "least"), [(0.0, 4.0), (10.0, 10.0), (1.0, 4.0)])
def test_the_pause_is_never_shorter_than_outlet_or_site_ask(crawl_delay: float, least: float) -> None:
    class Slot:
        delay = jitter = 0.0

    class Robots:
        def delay_s(self, site: str) -> float:
            return crawl_delay if site == "https://eranasional.com" else 0.0

    class FakeCrawler:
        settings = Settings({"DOWNLOAD_DELAY_JITTER": 0.25})
        netra_robots = Robots()
        slot = Slot()

        class engine:
            class downloader:
                slots: dict[str, Slot] = {}  # noqa: RUF012  # a stand-in, made once

    crawler: Any = FakeCrawler()
    crawler.engine.downloader.slots["eranasional.com"] = crawler.slot
    book = Book(None, "x", {"x": outlet(4.0)})  # type: ignore[arg-type]  # no run is needed here
    request = Request("https://eranasional.com/a/", meta={"download_slot": "eranasional.com"})
    HostDelays(crawler, book).reached_downloader(request)
    # Scrapy varies the delay by +- jitter
    assert crawler.slot.delay * (1 - crawler.slot.jitter) == pytest.approx(least)


# Retry-After, back-off, circuit breaker


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Sun, 25 Aug 2024 05:02:00 GMT", 120.0),
        ("Sun, 25 Aug 2024 04:00:00 GMT", 0.0),
        ("Sunday, 25-Aug-24 05:00:30 GMT", 30.0),
        ("-5", None),
        ("segera", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


@pytest.fixture
def host(clock: Clock) -> HostState:
    return HostState(clock, Limits(failures=3, open_s=300, backoff_s=30, patience_s=120))


def test_a_host_rests_as_long_as_it_asks(host: HostState, clock: Clock) -> None:
    host.failure("429", 60.0, overloaded=True)
    assert host.rest_s() == 60.0
    assert host.refusal() is None  # worth waiting for
    clock.now += 61
    assert host.rest_s() == 0.0


def test_a_host_that_asks_for_hours_is_left_to_the_next_run(host: HostState) -> None:
    host.failure("5xx", 3600.0, overloaded=True)
    assert host.refusal() == "the host asks to wait 3600 s (5xx)"


def test_without_retry_after_the_rest_doubles(host: HostState, clock: Clock) -> None:
    rests = []
    for _ in range(2):
        host.failure("429", overloaded=True)
        rests.append(host.rest_s())
        clock.now += rests[-1]
    host.success()
    host.failure("429", overloaded=True)
    assert [*rests, host.rest_s()] == [30.0, 60.0, 30.0]


def test_trouble_in_a_row_opens_the_breaker_and_one_probe_closes_it(host: HostState, clock: Clock) -> None:
    for _ in range(2):
        host.failure("5xx")
    assert host.refusal() is None
    host.failure("5xx")
    assert host.refusal() == "circuit breaker: 3 times 5xx in a row"
    clock.now += 301
    assert host.refusal() is None
    assert host.refusal(claim=True) is None  # the probe
    assert host.refusal(claim=True) is not None  # nobody else until it is back
    host.failure("timeout")
    assert host.refusal() is not None
    clock.now += 301
    assert host.refusal(claim=True) is None
    host.success()
    assert host.refusal(claim=True) is host.refusal(claim=True) is None


def test_a_run_of_403_says_that_we_are_not_wanted(host: HostState) -> None:
    for _ in range(3):
        host.failure("403")
    assert host.refused_us
    host.success()
    assert not host.refused_us


def test_good_answers_between_keep_it_closed(host: HostState) -> None:
    for _ in range(5):
        host.failure("connection")
        host.failure("5xx")
        host.success()
    assert host.refusal() is None


# block pages


@pytest.mark.parametrize("sign", load_signs(), ids=lambda sign: sign.name)
def test_each_sign_is_told_by_its_example(sign: Any) -> None:
    headers = dict([sign.example.split(": ", 1)]) if sign.header else {}
    found = block_sign(headers, b"" if sign.header else f"<html>{sign.example}</html>".encode())
    assert found is not None
    assert found.name == sign.name
    assert sign.source
    if sign.marker and sign.marker.search(sign.example.lower()):
        assert any(word in sign.example.lower().encode() for word in sign.words)


@pytest.mark.parametrize(
    "page",
    [
        f"<title>Sekda ingatkan ASN</title><script src='/cdn-cgi/challenge-platform/h/main.js'></script>{LONG}",
        f"<title>ASN netral</title><script>window.__CF$cv$params={{r:'1'}}</script>{LONG}",
        f"<title>Pilkada</title><script src='/_Incapsula_Resource?SWJIYLWA=719d'></script>{LONG}",
        f"<title>Pilkada</title>{LONG}<form><div class='g-recaptcha'></div></form>",
        f"<title>Masuk masa tenang, ASN diminta netral</title>{LONG}<input type='password'>",
        f"<title>Just a moment: rekaman sejenak di TPS</title>{LONG}",
        f"<title>Akses ditolak warga, jalan ditutup</title>{LONG}",
        "<title>Akses ditolak warga, jalan desa ditutup</title><p>Pendek saja.</p>",
        "<title>Portal</title><p>Halaman pendek tanpa apa-apa.</p>",
        "",
    ],
)
def test_normal_pages_are_no_block_pages(page: str) -> None:
    assert block_sign({"server": "cloudflare", "cf-ray": "8b1"}, page.encode()) is None


def test_no_real_page_is_taken_for_a_block_page(shared: Path) -> None:
    pages = sorted((shared / "pages").rglob("*.htm*"))
    assert pages
    taken = {page.name: sign.name for page in pages if (sign := block_sign({}, page.read_bytes()))}
    assert taken == {}


def test_visible_text_leaves_out_what_no_reader_sees() -> None:
    page = "<head><title>x</title></head><!-- y --><p>satu <b>dua</b></p><script>tiga</script><style>s</style>"
    assert visible_text(page) == "satu dua"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[[sign]]\nname = "x"\nkind = "k"\nexample = ""\nsource = "s"\n', "expected title, marker"),
        ('[[sign]]\nname = "x"\nkind = "k"\nexample = ""\nsource = "s"\ntitel = "a"\n', "titel"),
        ('[[sign]]\nname = "x"\nkind = "k"\nexample = ""\nsource = "s"\ntitle = "("\n', "unterminated"),
        ('[[sign]]\nname = "x"\nkind = "k"\nexample = ""\nsource = "s"\ntitle = "Akses"\n', "expected lower case"),
        ('[[sign]]\nname = "x"\nkind = "k"\nexample = ""\nsource = "s"\nmarker = "a"\n', "expected words"),
    ],
)
def test_a_wrong_sign_names_file_sign_and_key(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "tanda.toml").write_text(text)
    with pytest.raises(BlockSignError, match=rf"tanda\.toml: sign 'x': .*{message}"):
        load_signs(tmp_path / "tanda.toml")


# private addresses


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "100.64.0.1", "169.254.169.254", "224.0.0.1",
        "[::1]", "[fe80::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]",
        "[2002:7f00:1::]", "localhost", "mesin.localhost", "printer.local", "metadata.google.internal", "localhost.",
    ],
)  # fmt: skip
def test_private_addresses_are_refused_in_every_spelling(host: str) -> None:
    assert why_private(f"https://{host}/x") is not None


@pytest.mark.parametrize("host", ["jateng.tribunnews.com", "8.8.8.8", "[2606:4700::1111]", "lokal.disway.id"])
def test_public_hosts_are_not_refused(host: str) -> None:
    assert why_private(f"https://{host}/x") is None


def test_what_is_no_address_is_an_error() -> None:
    with pytest.raises(ValueError, match="bukan alamat"):
        is_private("bukan alamat")


def resolve(monkeypatch: pytest.MonkeyPatch, name: str, *, allow: bool) -> list[Any]:
    """What the resolver answers when the DNS points to this machine."""
    monkeypatch.setattr(
        "scrapy.resolver.CachingThreadedResolver.getHostByName", lambda *_: succeed("127.0.0.1"), raising=True
    )
    monkeypatch.setenv("https_proxy", "http://proksi.example:3128")
    crawler = get_crawler(settings_dict={"NETRA_ALLOW_LOOPBACK": allow, "TWISTED_REACTOR_ENABLED": False})
    answer: Deferred[str] = PublicResolver.from_crawler(crawler, None).getHostByName(name)
    said: list[Any] = []
    answer.addBoth(said.append)
    return said


def test_a_dns_answer_into_the_private_network_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    (failure,) = resolve(monkeypatch, "jahat.example", allow=False)
    assert failure.check(PrivateAddressError)
    assert "jahat.example resolves to the private address 127.0.0.1" in failure.getErrorMessage()


def test_a_proxy_that_the_user_chose_may_be_local(monkeypatch: pytest.MonkeyPatch) -> None:
    assert resolve(monkeypatch, "proksi.example", allow=False) == ["127.0.0.1"]
    assert resolve(monkeypatch, "jahat.example", allow=True) == ["127.0.0.1"]


def test_hosts_of_one_owner_share_a_pace() -> None:
    clock = Clock()
    pace = Pace(clock)
    assert [pace.claim("tribun", 0.5) for _ in range(3)] == [0.0, 0.5, 1.0]
    assert pace.claim("disway", 2.0) == 0.0  # another owner
    clock.now += 10
    assert [pace.claim("tribun", 0.5) for _ in range(2)] == [0.0, 0.5]


@pytest.mark.parametrize(("chosen", "expected"), [(None, 0.5), ("0", 0.0), ("9", 0.5)])
def test_the_pace_of_a_group_is_no_slower_than_a_pause_that_was_chosen(chosen: str | None, expected: float) -> None:
    settings = make_settings(
        Job("a", ("tribun-jateng",), {}, settings={"DOWNLOAD_DELAY": chosen} if chosen else {}), None
    )
    assert group_delay_s(settings, find_outlet("tribun-jateng")) == expected


def test_the_sites_of_the_tribun_network_are_one_group() -> None:
    groups = Counter(outlet.delay_group for outlet in load_outlets().values() if outlet.family == "tribun")
    assert set(groups) == {"tribun"}
    assert groups["tribun"] >= 60


def test_a_request_waits_for_the_turn_of_its_group_and_not_for_a_run_that_stops(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    run = RunState(tmp_path, NOW, "netra", 10**6, monotonic=clock)
    settings = make_settings(Job("a", ("tribun-jateng",), {}), None)
    handler = PoliteDownloadHandler.__new__(PoliteDownloadHandler)
    handler._run = run
    handler._crawler = SimpleNamespace(  # type: ignore[assignment]  # what of it is asked here
        netra_book=Book(run, "tribun-jateng", load_outlets()), settings=settings, crawling=True
    )

    def wait(outlet: str) -> float:
        slept.clear()
        asyncio.run(handler._wait_for_turn(Request(URL, meta={"netra": {"outlet": outlet}})))
        return sum(slept)

    assert [wait("tribun-jateng"), wait("tribun-pantura")] == [0, pytest.approx(0.5)]
    assert wait("radar-tegal") == 0
    run.stopping = "interrupted"
    with pytest.raises(Refused, match="interrupted"):
        wait("tribun-jateng")
