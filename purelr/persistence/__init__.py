"""Models in files: the schema, and files that are written whole or not at all."""
