"""Tables of the room that can be taken away, by subject."""
