"""A made-up city on the real region tree, for demonstrations, tests and measurements.

Everything up to the files is pure: the same seed and day give the same city, and no database is needed.
Nobody in it exists: names and numbers are drawn, and the phone numbers begin with unassigned digits.
"""
