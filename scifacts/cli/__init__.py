"""How a person asks: one file a command, loaded when it is named."""
