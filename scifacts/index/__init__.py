"""A fact base in an SQLite file: its layout, whether it is fresh, and finding facts in it."""
