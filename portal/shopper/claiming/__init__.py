"""A shopper reports what went wrong with a parcel, and reads what became of it."""
