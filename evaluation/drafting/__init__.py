"""Proposes questions with answers and evidence from a library, for a person to go over."""
