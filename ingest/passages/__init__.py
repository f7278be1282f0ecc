"""Where a document is cut into passages."""
