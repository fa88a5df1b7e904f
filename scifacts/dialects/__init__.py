"""What only one SQL engine speaks, a module an engine; the index speaks plain SQL beside it."""
