"""Coding that people have in Excel or CSV (NVivo exports too), read as labels and compared with tags (docs/coding.md)."""
