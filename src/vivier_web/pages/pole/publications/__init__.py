"""The room where figures are prepared, rehearsed, published, and taken back."""
