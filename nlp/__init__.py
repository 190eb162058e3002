"""Text -> annotations. Knows no HTML, no database, neither `crawler` nor `corpus`."""
