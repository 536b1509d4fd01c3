"""What the room says in sentences, by subject."""
