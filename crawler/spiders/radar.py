"""`scrapy crawl radar`: Radar titles of Disway (lists by category and tag), Jawa Pos and Promedia (index by day)."""

from crawler.spiders.base import OutletSpider


class RadarSpider(OutletSpider):
    """Disway's lists show no dates: the walk ends when the articles themselves pass `since`."""

    name = "radar"
    families = ("disway", "promedia", "jawapos")
