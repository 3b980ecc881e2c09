"""What changes a filing, and what computes, freezes and opens its cells."""
