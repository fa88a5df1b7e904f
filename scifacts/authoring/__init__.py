"""Getting documents, entities and facts into a base, without harm to what is there."""
