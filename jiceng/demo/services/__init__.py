"""Filling an empty database with the demo city: first load by files, then ninety days of work by services."""
