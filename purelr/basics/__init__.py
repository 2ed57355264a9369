"""What everything stands on: errors, floats, random numbers, text, and the tails of distributions."""
