"""What a session remembers of ProConnect, by the names of its keys."""

HINT = "proconnect"  # the id_token and the address that ends the session over there
ENDED = "proconnect_ended"  # the state that must come back after signing out
