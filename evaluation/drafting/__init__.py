"""Proposes questions with answers and evidence from a library, for a person to go over.

``drafting`` is the entry; ``forms``, ``outlines`` and ``by_model`` propose, ``near_misses`` turns
proposals into questions that only look answerable.
"""
