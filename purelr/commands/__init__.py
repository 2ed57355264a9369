"""The commands of the command line, a file each: their options, and the lines that they show."""
