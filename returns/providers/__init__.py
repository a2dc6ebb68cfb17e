"""Foreign systems that returns lean on, one package each."""
