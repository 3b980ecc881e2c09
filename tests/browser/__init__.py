"""Journeys in a real browser over the demo city."""
