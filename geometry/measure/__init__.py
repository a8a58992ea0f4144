"""Numbers in given coordinates: how far a statement is from true."""
