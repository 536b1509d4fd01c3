"""What a restructuring is and what follows from it. Plain Python."""
