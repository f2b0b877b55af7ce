"""Pages of a member: its deposits, its report, its answers."""
