"""Page bytes -> article fields: one file a field. The door is `crawler.extract`."""
