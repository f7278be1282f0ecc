"""Question sets, metrics and reports: how good the answers are, measured."""
