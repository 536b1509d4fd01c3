"""Pages of restructurings, by what they are about."""
