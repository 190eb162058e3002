"""`scrapy crawl radar`: the Radar titles of Disway (lists by category and tag) and of Promedia (sitemap)."""

from crawler.spiders.base import OutletSpider


class RadarSpider(OutletSpider):
    """Disway's lists show no dates: the walk ends when the articles themselves pass `since`."""

    name = "radar"
    families = ("disway", "promedia")
