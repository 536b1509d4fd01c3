"""What is valid in reports: plain Python, no Django, no database."""
