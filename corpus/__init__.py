"""Articles and annotations -> DuckDB -> answers."""
