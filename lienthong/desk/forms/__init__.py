"""The shape of what is typed into the pages of the desk, by subject."""
