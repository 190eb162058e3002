"""A corpus that is kept current: runs by the clock, what they did, what fell silent, what is due."""
