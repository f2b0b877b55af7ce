"""A member's yearly return: its questions, its strict reading, and the sums that betray nobody."""
