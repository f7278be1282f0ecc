"""Answers that are complete lists."""
