"""Data before a fit: columns as numbers, CSV files, a data set, scales and splits."""
