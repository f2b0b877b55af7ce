"""The board of gaps: skills required, held, missing and fragile, what members declare; sums that betray nobody."""
