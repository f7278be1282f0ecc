"""The structure of a document: articles, headings and their numbers."""
