"""The web -> the archive -> articles. Knows nothing of `nlp` and `corpus`."""
