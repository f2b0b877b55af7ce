"""The sha256 of a file, read by pieces."""

import hashlib

from vivier.intake.files import Given


def sha256(given: Given) -> str:
    """Give the hexadecimal sha256 of a file's bytes."""
    digest = hashlib.sha256()
    with given.open() as stream:
        while piece := stream.read(1 << 20):
            digest.update(piece)
    return digest.hexdigest()
