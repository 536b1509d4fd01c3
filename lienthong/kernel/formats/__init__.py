"""How numbers and dates are written and read, by language; Django looks here first (FORMAT_MODULE_PATH)."""
