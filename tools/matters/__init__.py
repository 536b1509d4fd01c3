"""The parts of tools/bench_feedback.py: what they stand on, the million of matters, each group of figures."""
