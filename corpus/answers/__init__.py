"""Search, concordance and conditions behind `corpus.open()`."""
