"""The library of procedures: read, adopt, write, try, publish, offer, compare."""
