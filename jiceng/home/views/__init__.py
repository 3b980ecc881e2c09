"""Pages that join rooms: one module a page or a family of acts."""
