"""Compiling fact bases: from TOML files into an index, whole or only what changed."""
