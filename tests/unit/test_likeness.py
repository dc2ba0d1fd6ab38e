"""Which known word is meant."""

from __future__ import annotations

from difflib import get_close_matches

from hypothesis import given
from hypothesis import strategies as st

from generator.likeness import Near, nearest

WORDS = st.text("abcd", min_size=1, max_size=6)


@given(WORDS, st.sets(WORDS, max_size=40))
def test_of_few_words_it_is_the_one_that_difflib_finds(word: str, known: set[str]) -> None:
    assert nearest(word, known) == next(iter(get_close_matches(word, known, 1)), None)


def test_of_thousands_it_is_one_that_begins_or_ends_so() -> None:
    near = Near([*(f"set_{number:05}" for number in range(20_000)), "newsletter"])
    assert near.to("set_12344x") == "set_12344"
    assert near.to("xet_12344") == "set_12344"
    assert near.to("newsleter") == "newsletter"
    assert near.to("something else") is None
