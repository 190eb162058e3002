"""How hosts are treated: robots.txt, pauses, refusals, addresses that are never asked."""
