"""English text in the manner of court opinions, for a citation finder to read.

eyecite brings no opinions with it, so these are made: invented parties, volumes and pages, real reporters, about
one citation in 400 letters, as opinions have.
"""

from __future__ import annotations

import random

_PARTIES = ("Marlow", "Hartwell", "Ostrander", "Pickering Mills", "Delano Freight Co.", "Quill", "Ashby", "Vance")
_REPORTERS = (
    ("U.S.", ""),
    ("S. Ct.", ""),
    ("F.2d", "2d Cir. "),
    ("F.3d", "9th Cir. "),
    ("F. Supp.", "S.D.N.Y. "),
    ("P.2d", "Cal. "),
)
_SENTENCES = (
    "The question before us is whether the notice the agency gave was enough to begin the running of the period.",
    "The district court held that it was, and entered judgment for the defendant on all counts of the complaint.",
    "We review that conclusion anew, taking the facts as the party that lost below would have them.",
    "Nothing in the record suggests that the delay was anything other than the ordinary course of the mails.",
    "A rule that turned on the date of posting would reward the party with the least reason to be diligent.",
    "The dissent reads the statute otherwise, but its reading leaves the second clause with no work to do.",
    "Counsel conceded at argument that no such request had been made until after the hearing was closed.",
    "It follows that the burden remained where the regulation puts it, and that it was not met here.",
)
_CITING = (
    "See {}.",
    "We said as much in {}.",
    "But see {} (distinguishing the earlier cases).",
    "{}, is not to the contrary.",
)


def opinion(letters: int, seed: int = 1) -> str:
    """Return at least `letters` letters of opinion; the same seed gives the same text."""
    choose = random.Random(seed)
    paragraphs: list[str] = []
    length = 0
    while length < letters:
        sentences = [choose.choice(_SENTENCES) for _ in range(choose.randint(5, 9))]
        for _ in range(2):
            sentences.insert(choose.randint(1, len(sentences)), choose.choice(_CITING).format(_citation(choose)))
        if choose.random() < 0.5:
            sentences.append(choose.choice(("Id. at {}.", "42 U.S.C. § {}.")).format(choose.randint(100, 1999)))
        paragraphs.append(" ".join(sentences))
        length += len(paragraphs[-1]) + 2
    return "\n\n".join(paragraphs)


def _citation(choose: random.Random) -> str:
    one, other = choose.sample(_PARTIES, 2)
    reporter, court = choose.choice(_REPORTERS)
    volume, page, year = choose.randint(2, 600), choose.randint(2, 1400), choose.randint(1950, 2020)
    return f"{one} v. {other}, {volume} {reporter} {page}, {page + choose.randint(1, 9)} ({court}{year})"
