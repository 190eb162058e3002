"""Spiders: which surfaces an outlet has, in what order they are asked, and which of the addresses are fetched."""
