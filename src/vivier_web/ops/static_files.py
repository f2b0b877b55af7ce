"""How files for browsers are kept: named by their content, so that a browser keeps them for ever, and compressed."""

from typing import Any

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class Hashed(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Compress with gzip alone: brotli takes a minute on large files and saves little on a local network."""

    # Style sheets name fonts and pictures; the maps that only authors read are not shipped.
    patterns = tuple(
        (files, tuple(one for one in found if "sourceMappingURL" not in str(one)))
        for files, found in CompressedManifestStaticFilesStorage.patterns
        if files == "*.css"
    )

    def create_compressor(self, **kwargs: Any) -> Compressor:
        """Give the compressor."""
        return Compressor(use_brotli=False, **kwargs)
