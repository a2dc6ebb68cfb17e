"""A shopper says how a delivery went."""
