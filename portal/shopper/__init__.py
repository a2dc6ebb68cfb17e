"""What a shopper sees: look-up and tracking pages, as plain values in and HTML out."""
