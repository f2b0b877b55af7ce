"""Where each table, key and element of a TOML text is: the standard reader gives values, not lines."""

import re

from vivier_web.procedures.definition.flaws import Path

_HEADER = re.compile(r"\[(\[?)\s*([^\]]+?)\s*\]\]?")
_KEY = re.compile(r"([A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')\s*=")
_QUOTES = ('"""', "'''", '"', "'")


def lines_of(text: str) -> dict[Path, int]:
    r"""Find the line of every table, key, element of an array and key of an inline table of a well-formed text.

    >>> lines_of('title = "a"\n[[stage]]\nkey = "b"\n')
    {(): 1, ('title',): 1, ('stage',): 2, ('stage', 0): 2, ('stage', 0, 'key'): 3}
    """
    return _Scanner(text).found


def line_of(text: str, path: Path) -> int:
    """Give the line of a place, or of the nearest table above it."""
    found = lines_of(text)
    while path not in found:
        path = path[:-1]
    return found[path]


class _Scanner:
    """Walk once through a text whose syntax is right, noting lines."""

    def __init__(self, text: str) -> None:
        self.text, self.at, self.line = text, 0, 1
        self.found: dict[Path, int] = {(): 1}
        self.counts: dict[Path, int] = {}
        self.table: Path = ()
        while self._skip_blank():
            self._statement()

    def _statement(self) -> None:
        header = _HEADER.match(self.text, self.at)
        if header:
            self._open(header)
            self.at = header.end()
        else:
            self._pair(self.table)

    def _open(self, header: re.Match[str]) -> None:
        names = [name.strip().strip("\"'") for name in header[2].split(".")]
        path: Path = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        path = (*path, names[-1])
        self.found.setdefault(path, self.line)
        if header[1]:
            self.counts[path] = self.counts.get(path, 0) + 1
            path = (*path, self.counts[path] - 1)
            self.found[path] = self.line
        self.table = path

    def _pair(self, table: Path) -> None:
        key = _KEY.match(self.text, self.at)
        if key is None:  # a dotted key: the table is near enough
            self.at = (self.text.find("=", self.at) + 1) or len(self.text)
            path = table
        else:
            path = (*table, key[1].strip("\"'"))
            self.found[path] = self.line
            self.at = key.end()
        self._value(path)

    def _value(self, path: Path) -> None:
        self._skip_blank()
        opening = self.text[self.at : self.at + 1]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline(path)
        elif opening in {'"', "'"}:
            self._string()
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}\n#":
                self.at += 1

    def _array(self, path: Path) -> None:
        self.at += 1
        rank = 0
        while self._skip_blank(",") and self.text[self.at] != "]":
            self.found[*path, rank] = self.line
            self._value((*path, rank))
            rank += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while self._skip_blank(",") and self.text[self.at] != "}":
            self._pair(path)
        self.at += 1

    def _string(self) -> None:
        quote = next(each for each in _QUOTES if self.text.startswith(each, self.at))
        self.at += len(quote)
        while self.at < len(self.text) and not self.text.startswith(quote, self.at):
            escaped = self.text[self.at] == "\\" and quote[0] == '"'
            self._step(2 if escaped else 1)
        self.at += len(quote)

    def _step(self, characters: int) -> None:
        self.line += self.text.count("\n", self.at, self.at + characters)
        self.at += characters

    def _skip_blank(self, also: str = "") -> bool:
        """Go to the next thing said; tell whether there is one."""
        while self.at < len(self.text):
            character = self.text[self.at]
            if character == "#":
                self.at = self.text.find("\n", self.at) % (len(self.text) + 1)
            elif character.isspace() or character in also:
                self._step(1)
            else:
                return True
        return False
