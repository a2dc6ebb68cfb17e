"""A shopper decides what to be told of, and by what."""
