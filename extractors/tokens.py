"""A spaCy pipeline for Vietnamese whose tokens are what plans are written in.

spaCy's own Vietnamese tokenizer needs pyvi, or splits on white space alone, so that "Lục Nam," never matches
"Lục Nam". This one parts punctuation from syllables and keeps `1,5%`, `12.345,6` and `18/01/2022` whole.
"""

from __future__ import annotations

from collections.abc import Callable

import regex
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

_TOKEN = regex.compile(
    r"""
      \d+(?:[.,/]\d+)*%?              # numbers, dates, percentages
    | \p{L}[\p{L}\p{M}\d]*(?:&\p{L}+)*  # syllables, short forms such as TB&XH
    | [^\S\ ]+ | \ +                  # white space
    | .
    """,
    regex.VERBOSE,
)


class PlanTokenizer:
    """Splits a text into tokens that, put together again, are the text."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        for token in _TOKEN.findall(text):
            if token[0] == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
                token = token[1:]
            if token:
                words.append(token)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@registry.tokenizers("kehoach.PlanTokenizer.v1")  # type: ignore[untyped-decorator]
def create_tokenizer() -> Callable[[Language], PlanTokenizer]:
    """Return what spaCy calls to make the tokenizer of a pipeline."""
    return lambda nlp: PlanTokenizer(nlp.vocab)


def blank() -> Language:
    """Return an empty Vietnamese pipeline with the tokenizer of plans."""
    return spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": "kehoach.PlanTokenizer.v1"}}})
