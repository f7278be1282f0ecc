"""From bytes to text: decode, repair, normalise once."""
