"""`netra rehydrate`: articles whose addresses are known, asked for as every crawl asks; no surface is looked at."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

from scrapy.http import Request

from crawler.candidate import Candidate
from crawler.outlet import Surface
from crawler.spiders.base import ARTICLE_PRIORITY, SPIDERS, OutletSpider
from crawler.spiders.marks import mark
from crawler.spiders.walk import Walk

LIST = Surface(name="list", kind="rss", url="https://{host}/")  # what addresses are booked under that a file names


class ListedSpider(OutletSpider):
    """The setting NETRA_LISTED names a JSON file {outlet: [address of an article, ...]}. What a run before has got is
    not asked for again."""

    name = "listed"
    families = tuple(SPIDERS)

    async def start(self) -> AsyncIterator[Request]:
        """The listed articles of each outlet, in their order; their further pages follow as in every crawl."""
        file = Path(self.settings["NETRA_LISTED"])
        listed: dict[str, list[str]] = json.loads(file.read_text(encoding="utf-8"))
        for outlet in self.wanted.outlets:
            walk = Walk(outlet, LIST)
            self.walks[outlet.id, LIST.name, walk.section] = walk
            for place, url in enumerate(listed.get(outlet.id, ())):
                taken = self.intake.take(Candidate(url=url, surface=LIST.name), outlet, file.name)
                if taken.url:
                    priority = ARTICLE_PRIORITY - min(place, ARTICLE_PRIORITY - 1)
                    about = mark(walk, "article", discovered_from=file.name, selection=taken.selection)
                    yield self._article(taken.url, priority, about)
