"""From files to passages: decode, normalise, repair, find the structure, cut."""
