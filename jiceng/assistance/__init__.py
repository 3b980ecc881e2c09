"""Determinations of hardship and recognitions of zero-employment households, and how they end.

BX 三(三)3. Used by the workers of communities and the clerks who review them.
"""
