"""The source panel: where a citation leads."""
