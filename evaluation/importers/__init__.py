"""Question sets of other projects, and sheets that people fill in, read into our format.

``importing`` is the entry and lists the formats; each reader yields ``entries``.
"""
