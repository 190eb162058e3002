"""Rows into a new database, published by rename; older ones kept."""
