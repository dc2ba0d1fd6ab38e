"""Which of some known words somebody meant by one that is not known: what a message asks with "did you mean"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

_NEIGHBOURS = 50


class Near:
    """Known words. Of thousands those are looked at that begin or end as the other one does.

    ``likeness`` is how much two words have in common at least, from 0 to 1, as :mod:`difflib` measures it.
    """

    def __init__(self, known: Iterable[str], likeness: float = 0.6) -> None:
        words = set(known)
        self._likeness = likeness
        self._forward = sorted(words)
        self._backward = sorted(word[::-1] for word in words)
        self._found: dict[str, str | None] = {}

    def to(self, word: str) -> str | None:
        """The known word that is most like another; None where none is like it."""
        if word not in self._found:
            # 2 ms that a run without a mistake does not pay.
            from difflib import get_close_matches  # noqa: PLC0415

            words = set(_around(self._forward, word))
            words.update(other[::-1] for other in _around(self._backward, word[::-1]))
            close = get_close_matches(word, words, 1, self._likeness)
            self._found[word] = close[0] if close else None
        return self._found[word]


def _around(words: Sequence[str], word: str) -> Sequence[str]:
    """The neighbours of a word among sorted ones."""
    index = bisect_left(words, word)
    return words[max(index - _NEIGHBOURS, 0) : index + _NEIGHBOURS]


def nearest(word: str, known: Iterable[str], likeness: float = 0.6) -> str | None:
    """The known word that is most like another; None where none is. :class:`Near` is for many questions."""
    return Near(known, likeness).to(word)
