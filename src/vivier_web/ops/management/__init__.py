"""Commands of the product that Django runs."""
