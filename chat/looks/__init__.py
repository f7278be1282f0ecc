"""How the page looks and speaks: theme, safe markup, words, what all tabs are built from."""
