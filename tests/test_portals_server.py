"""The replica portals as a process: real https addresses through a loopback proxy, with certificates checked."""

import gzip
import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from portals import hostile
from portals.address import sites

SERVE = Path(__file__).parent / "portals" / "serve.py"
JATENG = "https://jateng.tribunnews.com"


@dataclass
class Portals:
    """A running server: its process, proxy address, CA file and request log."""

    process: subprocess.Popen[str]
    proxy: str
    ca: Path
    log: Path

    def opener(self, context: ssl.SSLContext | None = None) -> urllib.request.OpenerDirector:
        context = context or ssl.create_default_context(cafile=self.ca)
        return urllib.request.build_opener(
            urllib.request.ProxyHandler({"http": self.proxy, "https": self.proxy}),
            urllib.request.HTTPSHandler(context=context),
        )

    def connection(self, host: str) -> http.client.HTTPSConnection:
        """A kept-alive connection through the proxy; redirects and errors stay as they are."""
        port = int(self.proxy.rsplit(":", 1)[1])
        context = ssl.create_default_context(cafile=self.ca)
        connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=30)
        connection.set_tunnel(host, 443)
        return connection


def start(folder: Path, *options: str) -> Portals:
    log = folder / "requests.jsonl"
    process = subprocess.Popen(
        [sys.executable, str(SERVE), "--log", str(log), *options],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    line = json.loads(process.stdout.readline())
    assert set(line) == {"proxy", "ca"}
    return Portals(process, line["proxy"], Path(line["ca"]), log)


def stop(portals: Portals) -> int:
    assert portals.process.stdin is not None
    assert portals.process.stdout is not None
    portals.process.stdin.close()
    code = portals.process.wait(20)
    portals.process.stdout.close()
    return code


@pytest.fixture(scope="module")
def portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portals]:
    running = start(tmp_path_factory.mktemp("portals"), "--hostile")
    yield running
    stop(running)


def path_of_trap(kind: str, portals: Portals) -> str:
    """Where the index lists that hostile page."""
    pages = [portals.opener().open(f"{JATENG}/index-news?page={number}") for number in (1, 2)]
    markup = "".join(page.read().decode() for page in pages)
    marker = f'title="{hostile.TITLES[kind]}"'
    return str(markup.split(marker)[0].rsplit('href="', 1)[1].split('"')[0])


def test_every_host_answers_over_verified_tls(portals: Portals) -> None:
    for site in sites().values():
        for host in site.hosts:
            connection = portals.connection(host)
            connection.request("GET", "/", headers={"User-Agent": "Mozilla/5.0"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == (301 if host in site.redirects else 200), host
            connection.close()


def test_without_the_ca_the_certificate_is_refused(portals: Portals) -> None:
    strange = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # verifies, and trusts nobody
    with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
        portals.opener(strange).open(f"{JATENG}/robots.txt")


def test_configuration_alone_leads_a_client_here(portals: Portals) -> None:
    """A client that knows nothing of the replicas: two environment variables, real addresses."""
    code = "import urllib.request as u; print(u.urlopen('https://radartegal.disway.id/rss').read(5).decode())"
    names = ("SSL_CERT_DIR", "no_proxy", "NO_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "all_proxy")
    env = {key: value for key, value in os.environ.items() if key not in names}
    env |= {"https_proxy": portals.proxy, "http_proxy": portals.proxy, "SSL_CERT_FILE": str(portals.ca)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=60)
    assert done.stdout == "<?xml\n", done.stderr


def test_other_hosts_are_refused(portals: Portals) -> None:
    with pytest.raises(urllib.error.URLError, match="502"):
        portals.opener().open("https://www.example.org/")
    with pytest.raises(urllib.error.HTTPError) as refused:
        portals.opener().open("http://www.example.org/")
    assert refused.value.code == 502
    refused.value.close()


def test_plain_http_leads_to_https(portals: Portals) -> None:
    with portals.opener().open("http://jateng.tribunnews.com/robots.txt") as answer:
        assert answer.url == f"{JATENG}/robots.txt"


def test_one_connection_serves_many_requests_compressed_or_not(portals: Portals) -> None:
    connection = portals.connection("jateng.tribunnews.com")
    connection.request("GET", "/")
    plain = connection.getresponse().read()
    connection.request("GET", "/", headers={"Accept-Encoding": "gzip, deflate"})
    answer = connection.getresponse()
    assert answer.getheader("Content-Encoding") == "gzip"
    assert gzip.decompress(answer.read()) == plain
    connection.request("HEAD", "/")
    head = connection.getresponse()
    assert (head.read(), head.getheader("Content-Length")) == (b"", str(len(plain)))
    connection.request("POST", "/", body=b"x=1")
    assert connection.getresponse().status == 405
    connection.close()


def test_host_header_names_the_site(portals: Portals) -> None:
    connection = portals.connection("jateng.tribunnews.com")
    connection.request("GET", "/", headers={"Host": "www.example.org"})
    assert connection.getresponse().status == 421
    connection.close()


def test_requests_are_logged(portals: Portals) -> None:
    request = urllib.request.Request(f"{JATENG}/rss", headers={"User-Agent": "penguji/1"})
    portals.opener().open(request).close()
    entries = [json.loads(line) for line in portals.log.read_text().splitlines()]
    expected = {
        "host": "jateng.tribunnews.com",
        "method": "GET",
        "target": "/rss",
        "status": 200,
        "agent": "penguji/1",
    }
    assert expected in entries


def test_broken_pages_are_listed_and_broken_as_named(portals: Portals) -> None:
    opener = portals.opener()
    urls = {kind: f"{JATENG}/{path_of_trap(kind, portals)}" for kind in hostile.TITLES}
    assert opener.open(urls["empty"]).read() == b""
    assert opener.open(urls["binary"]).read().startswith(b"\x89PNG")
    with pytest.raises(http.client.IncompleteRead):
        opener.open(urls["truncated"]).read()
    for kind, declared in (("mislabelled", "iso-8859-2"), ("non_utf8", None)):
        with opener.open(urls[kind]) as answer:
            assert answer.headers.get_content_charset() == declared
            body = answer.read()
        assert "“tempat paling teduh”" in body.decode("cp1252")
        with pytest.raises(UnicodeDecodeError):
            body.decode("utf-8")
    with opener.open(urls["huge"]) as answer:
        length = int(answer.headers["Content-Length"])
        assert length >= 50_000_000
        assert len(answer.read()) == length
    with pytest.raises(urllib.error.HTTPError, match="infinite loop") as looped:
        opener.open(urls["redirect_loop"])
    looped.value.close()
    assert b"perlahan" in opener.open(urls["slow"]).read()
    statuses = []
    for kind in ("server_error", "flaky", "busy_seconds"):
        with pytest.raises(urllib.error.HTTPError) as failed:
            opener.open(urls[kind])
        statuses.append((failed.value.code, failed.value.headers["Retry-After"]))
        failed.value.close()
    assert statuses == [(500, None), (503, "1"), (429, "1")]
    assert opener.open(urls["flaky"]).status == 200
    with pytest.raises(http.client.RemoteDisconnected):
        opener.open(urls["dropped"])
    with opener.open(urls["overlong"]) as answer:
        sent = hostile.Hostile().respond("overlong", urls["overlong"]).body
        body = answer.read()
        assert (body.endswith(b"</html>"), len(body) < len(sent)) == (True, True)
    with opener.open(urls["endless"]) as answer:
        assert (len(answer.read(10_000_000)), answer.headers["Content-Length"]) == (10_000_000, None)
    for kind, coding in (("gzip_bomb", "gzip"), ("brotli_bomb", "br")):
        with opener.open(urls[kind]) as answer:
            assert answer.headers["Content-Encoding"] == coding
            assert len(answer.read()) < 1_000_000
    assert b"\0" in opener.open(urls["nul_bytes"]).read()
    assert b"have been blocked" in opener.open(urls["block_notice"]).read()
    assert opener.open(f"{JATENG}/robots.txt").status == 200


@pytest.mark.parametrize("way", ["stdin", "SIGTERM", "SIGINT"])
def test_it_ends_and_leaves_nothing_behind(tmp_path: Path, way: str) -> None:
    portals = start(tmp_path)
    connection = portals.connection("www.riauantara.co")
    connection.request("GET", "/")  # an open connection must not keep the server alive
    assert connection.getresponse().status == 200
    assert portals.ca.is_file()
    if way != "stdin":
        portals.process.send_signal(getattr(signal, way))
    assert stop(portals) == 0
    assert not portals.ca.parent.exists()
    connection.close()


def test_two_can_run_at_once(portals: Portals, tmp_path: Path) -> None:
    other = start(tmp_path)
    try:
        assert other.proxy != portals.proxy
        assert other.opener().open(f"{JATENG}/robots.txt").status == 200
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            other.opener(ssl.create_default_context(cafile=portals.ca)).open(f"{JATENG}/robots.txt")
    finally:
        assert stop(other) == 0


def test_a_wrong_article_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "articles" / "tribun-jateng"
    folder.mkdir(parents=True)
    (folder / "salah.toml").write_text('title = "x"\n')
    done = subprocess.run(
        [sys.executable, str(SERVE), "--articles", str(folder.parent)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 1
    assert done.stderr == "serve.py: tribun-jateng/salah.toml: key 'published': missing\n"
