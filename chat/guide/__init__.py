"""The tab 背景导读: what a newcomer should know, every item one click from its source."""
