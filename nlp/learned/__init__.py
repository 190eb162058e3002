"""Learned models: their features, weights and training commands."""
