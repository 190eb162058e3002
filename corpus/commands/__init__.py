"""The commands of `netra`, one file each; corpus/cli.py puts them together."""
