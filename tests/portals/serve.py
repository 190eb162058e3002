"""Run the replica portals: `python tests/portals/serve.py` prints one JSON line {"proxy", "ca"} and serves until
its standard input closes or SIGTERM or SIGINT comes. A client sets https_proxy and http_proxy to the one and
SSL_CERT_FILE to the other."""

import argparse
import asyncio
import json
import os
import signal
import sys
import tempfile
import threading
from pathlib import Path

if __package__ in (None, ""):
    # Run as a script: this folder's modules must not stand in front of the standard library's.
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

from portals.assemble import Options, handlers
from portals.authority import Authority
from portals.hostile import WITHOUT_CERTIFICATE
from portals.piece import ARTICLES, PieceError
from portals.proxy import Proxy, json_log


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--hostile", action="store_true", help="list and serve the pages that break crawlers")
    parser.add_argument(
        "--fillers", type=int, default=0, metavar="N", help="generated short items an outlet (default 0)"
    )
    parser.add_argument(
        "--latency", type=float, default=0.0, metavar="S", help="seconds before each answer (default 0)"
    )
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="folder of the article files")
    parser.add_argument("--log", type=Path, help="append one JSON line a request to this file")
    return parser.parse_args()


def _watch_stdin(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
    """Set `stop` when standard input ends. os.read, not sys.stdin: its lock would block the interpreter's exit."""

    def wait() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, daemon=True).start()


async def serve(args: argparse.Namespace, folder: Path) -> None:
    """Start, print the line, wait for the end, close."""
    sites = handlers(Options(hostile=args.hostile, fillers=args.fillers), args.articles)
    authority = Authority(folder)
    certified = [host for host in sites if host not in WITHOUT_CERTIFICATE]
    log_file = args.log.open("a", buffering=1, encoding="utf-8") if args.log else None
    proxy = Proxy(
        sites, authority.server_context(certified), json_log(log_file.write) if log_file else None, args.latency
    )
    server, port = await proxy.start()
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    _watch_stdin(loop, stop)
    print(json.dumps({"proxy": f"http://127.0.0.1:{port}", "ca": str(authority.ca_file)}), flush=True)
    await stop.wait()
    server.close()
    await proxy.close()
    if log_file is not None:
        log_file.close()


def main() -> int:
    args = _arguments()
    with tempfile.TemporaryDirectory(prefix="netra-portals-") as folder:
        try:
            asyncio.run(serve(args, Path(folder)))
        except PieceError as error:
            print(f"serve.py: {error}", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
