"""What the first pages read: who owes what, and how punctually offices work."""
