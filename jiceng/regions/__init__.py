"""The region tree with validity, and the offices (机构) that answer for its regions.

Articles: BX 三(四)1-2 (names and premises of offices), GD ch.1 and 7, ZZ 一 (R1). Administrators load and
reorganise the tree; every other room refers to it.
"""
