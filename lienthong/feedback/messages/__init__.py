"""What the room says to people, in sentences."""
