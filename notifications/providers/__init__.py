"""Ways to reach a shopper, each by its own provider."""
