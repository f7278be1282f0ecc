"""The same documents and questions through what a user would otherwise pick."""
