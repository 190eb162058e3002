"""What ties archive, ledger and conduct to Scrapy: one crawl from its job to its end."""
