"""Spiders of the engine's own tests; the child process finds them through PYTHONPATH and SPIDER_MODULES."""
