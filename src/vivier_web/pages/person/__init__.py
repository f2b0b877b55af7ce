"""Pages about oneself, whoever one is: signing in, one's account, one's data, an invitation received."""
