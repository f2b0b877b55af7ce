"""Why a file is left out whole."""

from vivier.vocabulary import InputError


class RefusedFileError(InputError):
    """Say that a file cannot be used at all; `code` is one of the R codes (or E17), `details` fill its sentence."""

    def __init__(self, code: str, line: int = 0, rubric: str = "", **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.line = line
        self.rubric = rubric
        self.details = details
