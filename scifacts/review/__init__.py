"""A text of one's own held against facts: what they support, what differs, what nobody knows."""
