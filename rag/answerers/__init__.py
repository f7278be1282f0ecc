"""Ways to compose an answer from evidence."""
