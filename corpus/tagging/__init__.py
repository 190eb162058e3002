"""Articles to rows of mentions: in this process or in others, or from the cache."""
