"""Reads passages for a question: how relevant, where the answer is, how sure."""
