"""Report forms by region and period: drafted live, frozen when submitted, taken up level by level, reopened.

BX 三(三)2, 三(三)4. Used by every office; a community submits, the offices above accept or return.
"""
