"""The command line: main.py calls the command, and each has a file with its name."""
