"""What is stored: the catalogue (the truth) and the two indexes derived from it."""
