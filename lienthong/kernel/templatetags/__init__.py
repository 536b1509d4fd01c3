"""The template tags of the product's look."""
