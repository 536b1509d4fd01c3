"""Short help on the pages of the room, and its hints, by subject."""
