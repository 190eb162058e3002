"""`scrapy crawl tribun`: the Tribun network, by its index of each day; sitemap and feed where that fails."""

from crawler.spiders.base import OutletSpider


class TribunSpider(OutletSpider):
    """robots.txt forbids /tag, /topic and /search there, so they are no surfaces."""

    name = "tribun"
    families = ("tribun",)
