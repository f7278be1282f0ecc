"""Reports of a run: a folder that grows, tables, Markdown and one self-contained page."""
