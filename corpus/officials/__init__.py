"""Who is who: mentions of officials in many articles and spellings, joined to persons (docs/duty.md#who-is-who)."""
