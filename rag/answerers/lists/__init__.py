"""Answers that are complete lists.

``enumerations`` and ``headings`` find the series of a text, ``scoring`` says how well each
answers the question, ``listing`` takes the best. ``item``, ``section`` and ``chain`` are for
questions about one item, about what stands below a heading, and about steps in a row.
"""
