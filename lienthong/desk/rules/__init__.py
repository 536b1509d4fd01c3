"""What is valid on the desk, by subject: plain Python."""
