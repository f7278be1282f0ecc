"""Whether a statement says what its source says: values, names, negation, order, wording.

``verdicts.examine`` runs the checks of the other modules and gives the verdict; ``alignment``
lays the statement beside the words it cites.
"""
