"""What the pages of the desk show, as documents that can be taken away, by subject."""
