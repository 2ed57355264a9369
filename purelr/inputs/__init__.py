"""What a person has, checked: rows of numbers, labels and weights."""
