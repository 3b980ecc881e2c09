"""Pages of reports: the overview, a report and its acts, those below it, and what is behind a number."""
