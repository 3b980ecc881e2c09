"""Pages of official ledgers and of the papers of a person or household."""
