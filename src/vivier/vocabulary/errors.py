"""The one error that a user may read."""


class InputError(ValueError):
    """Say, in one French sentence, what is wrong with what was given and what to do.

    The sentence is clear, gentle, concise, thorough and actionable; it never quotes personal data.
    """
