"""The library: one SQLite file as the only truth, and indexes that can be rebuilt from it."""
