"""Thin Scrapy spiders, one a family of portals."""
