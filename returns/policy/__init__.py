"""The merchant's return policy: its words, its validation, and the compiled form that judges lines."""
