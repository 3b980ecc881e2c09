"""Pages and commands that join rooms: the first page, the search, a person, acts, imports.

The highest room: it may use all others, and none uses it.
"""
