"""What is said to have been done: violation entries and their status, parties, sanctions and sources."""
