"""The gate of publication: what a cube is made of, what leaves it sealed, why a cell is hidden, in words."""
