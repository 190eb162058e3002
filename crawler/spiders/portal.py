"""`scrapy crawl portal`: WordPress (REST), Blogger and ANTARA's bureaus (feed); feed and sitemap where those fail."""

from crawler.spiders.base import OutletSpider


class PortalSpider(OutletSpider):
    """WordPress and Blogger filter by date themselves, so a walk asks for little more than it wants."""

    name = "portal"
    families = ("wordpress", "blogger", "antara", "generic")
