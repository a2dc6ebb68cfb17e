"""What an operator types: the console script `waypost`."""
