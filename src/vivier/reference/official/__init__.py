"""Official files as published: recognised by their content, checked, and added to the store whole or not at all."""

from vivier.reference.official.adding import UNUSED, Added, add
from vivier.reference.official.kinds import Kind
from vivier.reference.official.recognising import recognise

__all__ = ["UNUSED", "Added", "Kind", "add", "recognise"]
