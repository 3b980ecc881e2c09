"""People on the move and work between job and unemployment (domain R4, E3, E3b).

Incoming workers, transferred rural labour, laid-off workers on a unit's roll, and the yearly certification of
flexible employment.
"""
