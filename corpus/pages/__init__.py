"""Pages of docs/ that are made from the schema, the commands and the queries."""
