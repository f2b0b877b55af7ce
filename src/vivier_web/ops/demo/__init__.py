"""A fictional pôle, built through the domain actions alone, so that a demonstration cannot lie."""

from vivier_web.ops.demo.building import build

__all__ = ["build"]
