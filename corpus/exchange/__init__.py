"""Annotated articles to and from the formats of annotation tools: one shape, one file a format (docs/exchange.md)."""
