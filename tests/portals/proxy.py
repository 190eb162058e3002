"""The loopback CONNECT proxy with the TLS sites behind it: one asyncio server, kept-alive connections."""

import asyncio
import gzip
import json
import ssl
from collections.abc import Callable, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import count
from urllib.parse import parse_qsl, unquote, urlsplit

from portals.web import REASONS, Handler, Request, Response, redirect

HEAD_LIMIT = 64 * 1024
SLOW_PARTS = 12
Log = Callable[[Mapping[str, object]], None]


class BadRequest(Exception):
    """What came is no HTTP request; the connection is closed."""


@lru_cache(maxsize=4096)
def _gzipped(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=1, mtime=0)


@lru_cache(maxsize=4096)
def _entity_tag(body: bytes) -> str:
    return f'W/"{blake2b(body, digest_size=8).hexdigest()}"'


async def _read_head(reader: asyncio.StreamReader) -> tuple[str, str, dict[str, str]] | None:
    """Method, target and headers of the next request; None where the client has closed."""
    try:
        raw = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise BadRequest("the request ends in its head") from error
        return None
    except asyncio.LimitOverrunError as error:
        raise BadRequest("the request's head is too long") from error
    first, *lines = raw.decode("latin-1").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3 or not parts[2].startswith("HTTP/1."):
        raise BadRequest(f"not a request line: {first!r:.80}")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
    }
    return parts[0], parts[1], headers


class Proxy:
    """Serves the sites of `handlers` (host to site). `latency` seconds are waited before each answer."""

    def __init__(
        self, handlers: Mapping[str, Handler], tls: ssl.SSLContext, log: Log | None = None, latency: float = 0.0
    ) -> None:
        self.handlers = handlers
        self.tls = tls
        self.log = log
        self.latency = latency
        self._open: set[asyncio.Task[None]] = set()

    async def start(self) -> tuple[asyncio.Server, int]:
        """Listen on a free loopback port; the server and its port."""
        server = await asyncio.start_server(self._client, "127.0.0.1", 0, limit=HEAD_LIMIT, backlog=256)
        return server, int(server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        """End the connections that are still open."""
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # a stream callback always runs in a task
        self._open.add(task)
        try:
            await self._conversation(reader, writer)
        except (ConnectionError, ssl.SSLError, BadRequest, asyncio.IncompleteReadError, TimeoutError):
            # The client went away or broke the protocol (a failed certificate check among them): its own affair.
            pass
        except asyncio.CancelledError:
            pass  # the server is closing
        finally:
            self._open.discard(task)
            writer.close()

    async def _conversation(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while (head := await _read_head(reader)) is not None:
            method, target, headers = head
            if method == "CONNECT":
                host, _, port = target.rpartition(":")
                if host.lower() not in self.handlers or port != "443":
                    await self._send(writer, Response(502, b"unknown host\n", "text/plain"), headers, "CONNECT")
                    return
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await writer.start_tls(self.tls)
                await self._site(reader, writer)
                return
            # A plain-text request through the proxy: these hosts send on to https.
            parts = urlsplit(target)
            known = (parts.hostname or "") in self.handlers
            answer = redirect("https" + target[4:]) if known else Response(502, b"unknown host\n", "text/plain")
            if not await self._send(writer, answer, headers, method):
                return

    async def _site(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The requests inside one tunnel; the Host header names the site."""
        while (head := await _read_head(reader)) is not None:
            method, target, headers = head
            await reader.readexactly(int(headers.get("content-length", "0") or 0))
            host = headers.get("host", "").split(":")[0].lower()
            handler = self.handlers.get(host)
            if handler is None:
                answer = Response(421, b"unknown host\n", "text/plain")
            else:
                answer = handler(_request(host, target, headers, method))
            answer = _validated(answer, headers, method)
            if self.latency:
                await asyncio.sleep(self.latency)
            if self.log is not None:
                agent = headers.get("user-agent", "")
                self.log({"host": host, "method": method, "target": target, "status": answer.status, "agent": agent})
            if not await self._send(writer, answer, headers, method):
                return

    async def _send(
        self, writer: asyncio.StreamWriter, answer: Response, headers: Mapping[str, str], method: str
    ) -> bool:
        """Write one answer; whether the connection stays open."""
        if answer.raw is not None:
            writer.write(answer.raw)
            await writer.drain()
            return False
        body = answer.body
        extra = list(answer.headers)
        if answer.plain and len(body) > 200 and "gzip" in headers.get("accept-encoding", ""):
            body = _gzipped(body)
            extra += [("Content-Encoding", "gzip"), ("Vary", "Accept-Encoding")]
        keep = answer.missing <= 0 and not answer.endless and headers.get("connection", "").lower() != "close"
        lines = [f"HTTP/1.1 {answer.status} {REASONS[answer.status]}", "Server: nginx"]
        if answer.content_type is not None:
            lines.append(f"Content-Type: {answer.content_type}")
        if not answer.endless:
            lines.append(f"Content-Length: {len(body) * answer.repeat + answer.missing}")
        lines += [f"{name}: {value}" for name, value in extra]
        lines.append(f"Connection: {'keep-alive' if keep else 'close'}")
        writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        if method != "HEAD":
            await self._body(writer, answer, body)
        await writer.drain()
        return keep

    @staticmethod
    async def _body(writer: asyncio.StreamWriter, answer: Response, body: bytes) -> None:
        if answer.pause:
            step = len(body) // SLOW_PARTS + 1
            for at in range(0, len(body), step):
                writer.write(body[at : at + step])
                await writer.drain()
                await asyncio.sleep(answer.pause)
            return
        for _ in count() if answer.endless else range(answer.repeat):
            if writer.is_closing():  # drain() says nothing of a client that has left, and the loop would never end
                raise ConnectionResetError("the client has left")
            writer.write(body)
            await writer.drain()


def _validated(answer: Response, headers: Mapping[str, str], method: str) -> Response:
    """A whole page with its entity tag; 304 where the client has that one."""
    if method != "GET" or answer.status != 200 or not answer.plain or answer.header("ETag"):
        return answer
    tag = _entity_tag(answer.body)
    if headers.get("if-none-match") == tag:
        return Response(304, b"", None, (("ETag", tag),))
    return answer.with_header("ETag", tag)


def _request(host: str, target: str, headers: Mapping[str, str], method: str) -> Request:
    parts = urlsplit(target)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Request(host, unquote(parts.path) or "/", query, headers, method)


def json_log(write: Callable[[str], object]) -> Log:
    """A log that writes one JSON object a line."""

    def log(entry: Mapping[str, object]) -> None:
        write(json.dumps(entry) + "\n")

    return log
