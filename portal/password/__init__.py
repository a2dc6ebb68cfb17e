"""Where a one-time link leads: a person who works for a merchant sets a password."""
