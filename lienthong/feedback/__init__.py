"""Feedback: matters that people send, the bodies that answer them, and what the public sees of both."""
