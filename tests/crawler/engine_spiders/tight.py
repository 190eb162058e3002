"""A probe under which the disk runs out of room: after its first article a fake says how little is left."""

from collections.abc import Iterator

from scrapy.http import Request, Response

from crawler.engine.runstate import RunState
from engine_spiders.probe import ProbeSpider


class TightSpider(ProbeSpider):
    name = "tight"

    def parse_article(self, response: Response) -> Iterator[Request]:
        del response
        run: RunState = self.crawler.netra_run
        run.free = lambda _folder: 3_000_000
        yield from ()
