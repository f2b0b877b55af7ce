"""Running the product: serve, work, look after, save and restore."""
