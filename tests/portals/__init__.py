"""Replica portals: loopback copies of how the seven outlets behave, with articles that we wrote ourselves."""
