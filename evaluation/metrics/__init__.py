"""One family of metrics a file; each works on plain values and knows nothing of a library."""
