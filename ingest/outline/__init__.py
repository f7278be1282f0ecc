"""The structure of a document: articles, headings and their numbers.

``structure`` puts it together from what ``marks`` (headings line by line), ``articles`` (the
items of a newspaper page) and ``run_in`` (headings that share a line with text) find.
"""
