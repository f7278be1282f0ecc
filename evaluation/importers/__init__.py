"""Question sets of other projects, and sheets that people fill in, read into our format."""
