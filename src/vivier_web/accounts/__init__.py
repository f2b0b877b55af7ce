"""People, the kinds of roles they hold, and the journal of acts."""
