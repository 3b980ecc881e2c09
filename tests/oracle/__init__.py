"""An independent second opinion: the contract recomputed in plain Python from rows of the import files."""
