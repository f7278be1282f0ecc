"""Question sets, metrics and reports: how good the answers are, measured.

``sets`` reads questions, ``corpus`` prepares the library they are asked of, ``run`` asks and
keeps a record of each (``asking``, ``scoring``, ``records``), ``summary`` makes the figures with
``metrics/``, ``reports/`` writes them. ``contrast`` compares two runs, ``gate`` sets floors.
Sets come from ``importers/``, from ``drafting/`` and from ``feedback``. README.md beside this file
says what is measured.
"""
