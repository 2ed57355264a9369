"""A page that shows how good a model is."""
