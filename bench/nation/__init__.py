"""A fictional nation of 71 pôles and 960,000 organisations, and the people who visit its pages."""
