"""What the product costs against the least work that gives the same answer: `make bench`.

Ratios within one run are printed and judged, never seconds: the machine may be busy. docs/speed.md tells how
each is measured and what was learnt.
"""
