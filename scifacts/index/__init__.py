"""A fact base compiled into an SQLite file: its layout, writing it, and finding facts in it."""
