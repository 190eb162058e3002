"""The replica portals as a bench serves them: every answer made once and kept, pages brought to the size of real ones.

    python benchmarks/crawl_site.py --fillers 150 [--size 116000]

Prints {"proxy", "ca"} as tests/portals/serve.py does, and serves until its standard input closes. The portals' texts are
short; what is added is what real pages carry around theirs: style, script, and a footer of links.
"""

import argparse
import asyncio
import json
import os
import random
import sys
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from portals.assemble import Options, handlers
from portals.authority import Authority
from portals.proxy import Proxy
from portals.web import HTML, Handler, Request, Response

SIZE = 116_000  # bytes of an article's page, on average, at seven Indonesian portals (gzip makes 28 kB of it)
_LETTERS = "aaaaiiueeoonnnrrsstttkkmmdlpgbhj"


@cache
def _furniture() -> tuple[bytes, bytes]:
    """Script and footer to cut pieces from, some 200 kB each: invented words, so that they compress as pages do."""
    rng = random.Random(2024)
    words = ["".join(rng.choices(_LETTERS, k=rng.randint(3, 9))) for _ in range(1500)]
    script = "".join(
        f'{{"id":{rng.randint(10**5, 10**6)},"judul":"{" ".join(rng.choices(words, k=8))}","{rng.choice(words)}":true}},'
        for _ in range(2200)
    )
    links = "".join(
        f'<li class="menu-item"><a href="/info/{"-".join(rng.choices(words, k=2))}">{rng.choice(words)}</a></li>'
        for _ in range(2200)
    )
    return script.encode(), links.encode()


def _padded(body: bytes, size: int) -> bytes:
    """The page with furniture before </head> and </body>; a page without these, or large already, as it is."""
    missing = size - len(body)
    if missing < 1000 or b"</head>" not in body or b"</body>" not in body:
        return body
    script, links = _furniture()
    at = len(body) * 131 % 40_000  # other pages, other pieces
    items = links[links.index(b"<li", at) : links.index(b"<li", at + missing * 2 // 5)]
    code = script[at : at + missing - len(items)].replace(b"<", b" ")
    head, _, rest = body.partition(b"</head>")
    front, _, back = rest.rpartition(b"</body>")
    return b"".join(
        (
            head,
            b"<script>var kabar=[",
            code,
            b"]</script></head>",
            front,
            b"<footer><ul>",
            items,
            b"</ul></footer></body>",
            back,
        )
    )


def kept(site: Handler, size: int) -> Handler:
    """The site, each answer made once."""
    known: dict[tuple[str, str, tuple[tuple[str, str], ...], str], Response] = {}

    def respond(request: Request) -> Response:
        key = (request.host, request.path, tuple(request.query.items()), request.agent)
        if key not in known:
            answer = site(request)
            if answer.status == 200 and answer.content_type == HTML:
                answer = replace(answer, body=_padded(answer.body, size))
            known[key] = answer
        return known[key]

    return respond


async def serve(sites: Mapping[str, Handler], folder: Path) -> None:
    """Print the line and serve until standard input ends."""
    authority = Authority(folder)
    proxy = Proxy(sites, authority.server_context(sites))
    server, port = await proxy.start()
    loop, stop = asyncio.get_running_loop(), asyncio.Event()

    def wait() -> None:
        while os.read(0, 4096):
            pass
        loop.call_soon_threadsafe(stop.set)

    threading.Thread(target=wait, daemon=True).start()
    print(json.dumps({"proxy": f"http://127.0.0.1:{port}", "ca": str(authority.ca_file)}), flush=True)
    await stop.wait()
    server.close()
    await proxy.close()


def main() -> None:
    """Serve as the arguments say."""
    parser = argparse.ArgumentParser(description="Replica portals for a bench.")
    parser.add_argument("--fillers", type=int, default=150, help="generated items an outlet")
    parser.add_argument("--size", type=int, default=SIZE, help="bytes of a page")
    options = parser.parse_args()
    made = {host: kept(site, options.size) for host, site in handlers(Options(fillers=options.fillers)).items()}
    with tempfile.TemporaryDirectory(prefix="netra-bench-") as folder:
        asyncio.run(serve(made, Path(folder)))


if __name__ == "__main__":
    main()
