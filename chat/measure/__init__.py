"""The tab 评测: run a question set on the library, read the figures, compare two runs."""
