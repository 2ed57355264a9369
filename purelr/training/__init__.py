"""A fit from data and options to its result: the problem, its rows in memory or on disk, and what is wrong with it."""
