"""What leaves a corpus: tables as files, a bundle that can be published, a DuckLake of a team."""
