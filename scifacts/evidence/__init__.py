"""What the texts of documents say about a fact base: whether quotes stand there, what is uncited."""
