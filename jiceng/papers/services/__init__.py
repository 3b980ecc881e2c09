"""Reading official ledgers, writing them as PDF and workbook, and issuing numbered papers."""
