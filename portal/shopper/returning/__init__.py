"""The shopper's return pages: choosing what comes back, and what became of it."""
