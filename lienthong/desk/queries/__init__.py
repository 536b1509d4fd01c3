"""Reads of the desk that others may call."""
