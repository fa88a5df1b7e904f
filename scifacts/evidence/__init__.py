"""What documents' texts say about a fact base: whether quotes stand there, what is uncited."""
