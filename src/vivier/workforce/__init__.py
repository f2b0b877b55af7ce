"""Stock, departures and openings by occupation over the years, with honest intervals."""
