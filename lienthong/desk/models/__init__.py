"""Tables of the desk, by subject."""
