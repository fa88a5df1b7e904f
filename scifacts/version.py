"""Which version of scifacts this is."""

VERSION = "0.1.0"
