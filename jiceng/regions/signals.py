"""What regions tell the rooms above. Receivers run inside the transaction; one that raises undoes the act.

The sender is always `Region`; every signal also carries `actor` and `today`.
"""

from django.dispatch import Signal

# regions: list[Region]. The official tree was loaded: those created and those that stood already.
regions_loaded = Signal()

# region, into, old_path, new_path, on, reason. From the day `on`, what is open in `region` and below it
# belongs under another path: rows with a path from `old_path` on get `new_path` instead of it. `into` is the
# region itself when it moved with all below it; when it was merged, its own rows get `into` as their region.
# Parts that move on their own are told before the whole. What ended before `on`, and what is frozen, stays.
# The scope is the whole deployment.
region_path_changed = Signal()

# region, on. A region is about to close without a successor: raise ReorganisationRefused if anything is open.
region_closing = Signal()

# act (opened, renamed, closed, moved, merged, office), region, on, reason. For the log of acts.
region_reorganised = Signal()
