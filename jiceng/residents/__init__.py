"""Residents, their dated facts and households, who answers for them, visits, moves and the change list.

BX 三(二)6, 三(三)4; GD 二一(一). Used by the workers of communities, and by every room that speaks of people.
"""
