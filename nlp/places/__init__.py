"""Where: regions, their codes, datelines, and which one an article is mainly about."""
