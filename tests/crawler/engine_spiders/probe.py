"""A spider without a site: its index pages are plain lists of addresses."""

import json
from collections.abc import AsyncIterator, Iterator
from typing import Any

import scrapy
from scrapy.http import Request, Response


class ProbeSpider(scrapy.Spider):
    """Asks for PROBE_URLS[outlet] as index pages; every line of one is an article,
    asked for in this order."""

    name = "probe"

    def __init__(self, outlet: str, outlets: Any = None, **arguments: Any) -> None:
        super().__init__(**arguments)
        self.outlet = outlet
        self.allowed_domains = list(outlets[outlet].hosts) if outlets else []

    async def start(self) -> AsyncIterator[Request]:
        for url in json.loads(self.settings["PROBE_URLS"])[self.outlet]:
            meta = {"netra": {"outlet": self.outlet, "surface": "indeks", "role": "index"}, "allow_offsite": True}
            yield Request(url, callback=self.parse_index, meta=meta)

    def parse_index(self, response: Response) -> Iterator[Request]:
        for number, url in enumerate(response.body.decode().split()):
            title = f"Berita {number}"
            self.crawler.netra_ledger.seen(url, outlet=self.outlet, surface="indeks", title=title)
            if self.crawler.netra_ledger.known(url, outlet=self.outlet):
                continue
            about = {"outlet": self.outlet, "surface": "indeks", "role": "article", "title": title, "date": None}
            yield Request(url, callback=self.parse_article, priority=-number, meta={"netra": about})

    def parse_article(self, response: Response) -> Iterator[Request]:
        if b"MELEDAK" in response.body:
            raise ValueError("halaman ini membuat laba-laba tersandung")
        yield from ()
