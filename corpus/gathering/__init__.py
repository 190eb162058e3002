"""Archive, ledger and imported files to articles with revisions."""
