"""The skills of a member: its polyvalence matrices read in its browser, then matched with the ROME by it."""
