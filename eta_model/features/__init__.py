"""What is known of a parcel at the midnight before its order or hand-over, as numbers."""
