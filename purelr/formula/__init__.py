"""Formulas as R writes them: read, made terms of, and learnt from columns as a list of steps from cells to numbers."""
