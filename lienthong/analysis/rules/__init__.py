"""What the copy for analysis holds. Plain Python."""
