"""What members and projects need, as the pôle may read it: sums, who answered, what projects declare."""
