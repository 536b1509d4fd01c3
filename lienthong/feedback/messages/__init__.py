"""Sentences of the room that depend on values of its rules, by subject."""
