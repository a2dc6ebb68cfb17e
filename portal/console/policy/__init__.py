"""The return policy, built from sentences and drop-downs, tried, published and gone back from."""
