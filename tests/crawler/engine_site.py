"""Hosts for the engine's tests: any bytes for any address, behind a loopback proxy, with TLS of a throw-away CA."""

import socket
import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from portals.authority import Authority


@dataclass
class Page:
    """An answer. `length`: the Content-Length to claim; `pause`: seconds before the body; `held`: the
    answer waits until the site's `open` is set; `times`: how often it is given before `after` takes its place."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str | None = "text/html; charset=utf-8"
    length: int | None = None
    pause: float = 0.0
    raw: bytes | None = None
    held: bool = False
    times: int | None = None
    after: "Page | None" = None


@dataclass
class Site:
    """`pages`: by "host/path?query" (a page under "host/*" answers the rest). `asked`: how often each was asked for,
    `requests`: heads of the requests in order."""

    pages: dict[str, Page] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    requests: list[str] = field(default_factory=list)
    foreign: frozenset[str] = frozenset()  # hosts whose certificate is signed by nobody we trust
    open: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    ca_file: str = ""

    @property
    def env(self) -> dict[str, str]:
        proxy = f"http://127.0.0.1:{self.port}"
        return {"http_proxy": proxy, "https_proxy": proxy, "no_proxy": "", "SSL_CERT_FILE": self.ca_file}

    def answer(self, head: str, default_host: str) -> Page:
        lines = head.split("\r\n")
        target = lines[0].split(" ")[1]
        host = next((line[5:].strip() for line in lines if line.lower().startswith("host:")), default_host)
        if target.startswith("http://"):
            host, _, target = target[7:].partition("/")
            target = "/" + target
        key = host.split(":")[0] + target
        self.asked[key] += 1
        self.requests.append(head)
        page = self.pages.get(key) or self.pages.get(host.split(":")[0] + "/*") or Page(b"tidak ada", 404)
        if page.times is not None and self.asked[key] > page.times and page.after is not None:
            return page.after
        return page


def _read_head(connection: socket.socket) -> str:
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(4096)
        if not more:
            return ""
        data += more
    return data.partition(b"\r\n\r\n")[0].decode("latin-1")


def _send(connection: socket.socket, page: Page, opened: threading.Event) -> None:
    if page.held:
        opened.wait(30)
    if page.raw is not None:
        connection.sendall(page.raw)
        return
    headers = dict(page.headers)
    if page.content_type is not None:
        headers["Content-Type"] = page.content_type
    if page.length is None or page.length >= 0:
        headers["Content-Length"] = str(len(page.body) if page.length is None else page.length)
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    connection.sendall(f"HTTP/1.1 {page.status} X\r\n{head}Connection: close\r\n\r\n".encode("latin-1"))
    time.sleep(page.pause)
    connection.sendall(page.body)


def _serve(site: Site, connection: socket.socket, trusted: ssl.SSLContext, foreign: ssl.SSLContext) -> None:
    with suppress(OSError), connection:
        connection.settimeout(30)
        head = _read_head(connection)
        if not head:
            return
        if head.startswith("CONNECT "):
            host = head.split(" ")[1].split(":")[0]
            if host == "terowongan.example":
                connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
                return
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
            context = foreign if host in site.foreign else trusted
            with context.wrap_socket(connection, server_side=True) as secure:
                inner = _read_head(secure)
                if inner:
                    _send(secure, site.answer(inner, host), site.open)
                with suppress(OSError):
                    secure.unwrap()
        else:
            _send(connection, site.answer(head, "127.0.0.1"), site.open)


@contextmanager
def serving(site: Site, folder: Path, hosts: list[str]) -> Iterator[Site]:
    """Serve the site until the block ends; fills in its port and ca_file."""
    (folder / "asing").mkdir(parents=True)
    ours, other = Authority(folder), Authority(folder / "asing")
    trusted, foreign = ours.server_context(hosts), other.server_context(hosts)
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server:
        site.port, site.ca_file = server.getsockname()[1], str(ours.ca_file)

        def accept() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    threading.Thread(target=_serve, args=(site, connection, trusted, foreign), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield site
        server.shutdown(socket.SHUT_RDWR)


def write_outlets(folder: Path, hosts: dict[str, str], delay_s: float = 0.0) -> Path:
    """Outlet files for these {outlet: host}; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for outlet, host in hosts.items():
        (folder / f"{outlet}.toml").write_text(
            f'name = "{outlet}"\nfamily = "blogger"\nhosts = ["{host}"]\ntimezone = "Asia/Jakarta"\n'
            f'confidence = "D"\nsource = "invented"\nrobots_note = "invented"\ndelay_s = {delay_s}\n',
            encoding="utf-8",
        )
    return folder
