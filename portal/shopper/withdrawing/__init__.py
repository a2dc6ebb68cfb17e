"""The shopper's pages of the right of withdrawal: the statement, its confirmation, what was received when."""
