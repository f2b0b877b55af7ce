"""Ideas and projects of a member: what it proposes, what interests it, the consortia it is in."""
