"""How English sentences are read: numbers with hedge and unit, dates, negation, who says so."""
