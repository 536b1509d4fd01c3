"""The national bench: everybody's return on one Monday, a year of them, and what each costs. See tools/bench_country.py."""
