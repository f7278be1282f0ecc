"""A guide for newcomers, built from a library's documents: every item is an exact quote."""
