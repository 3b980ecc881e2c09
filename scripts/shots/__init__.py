"""Pictures of the product: every page to be looked at, and those of the handbook. `make shots`."""
