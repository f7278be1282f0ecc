"""What a statement must share with the words it cites: values, names, negation, order."""
