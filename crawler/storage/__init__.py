"""The archive (WARC) and the ledger: what is kept, and how it is read again."""
