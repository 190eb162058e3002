"""`scrapy crawl portal`: news portals on WordPress (REST) and Blogger (feed); feed and sitemap where those fail."""

from crawler.spiders.base import OutletSpider


class PortalSpider(OutletSpider):
    """Both platforms filter by date themselves, so a walk asks for little more than it wants."""

    name = "portal"
    families = ("wordpress", "blogger")
