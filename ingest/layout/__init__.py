"""Where text stands on a page: gutters between columns, reading order, page images."""
