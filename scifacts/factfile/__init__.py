"""Reading fact bases: TOML to values, or every problem at once, each with its line."""
