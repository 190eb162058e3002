"""Where article addresses are found: index pages, feeds, sitemaps, REST. Each yields Candidates."""
