"""Page -> Article: outlet rules first, generic behind them. The public door of `crawler.extraction`."""

from crawler.extraction.joining import join_pages
from crawler.extraction.page import extract_page

__all__ = ["extract_page", "join_pages"]
