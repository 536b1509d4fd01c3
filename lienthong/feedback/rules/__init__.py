"""What can be said of matters without a database: codes, classes, clocks, texts."""
