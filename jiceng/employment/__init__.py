"""Jobs and unemployment registrations as dated spells, and what follows from them.

BX 三(三)2; GD 二一(二). Used by the workers of communities; hardship, duties and reports stand on it.
"""
