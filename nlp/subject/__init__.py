"""What the article is about: topic, elections, prevention."""
