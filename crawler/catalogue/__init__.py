"""The outlets as data: read, checked, chosen, watched, drafted."""
