"""The schema: SQL files with comments, and rows that do not come from articles."""
