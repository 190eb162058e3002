"""Who: titles, names, offices, and who speaks."""
