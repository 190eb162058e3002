"""Syntax: lemma, word class, head and relation of each word, by a parser that the user names."""
