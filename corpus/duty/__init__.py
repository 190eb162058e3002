"""Duty of care: what was suppressed, corrected or purged by hand, and how every build honours it (docs/duty.md)."""
