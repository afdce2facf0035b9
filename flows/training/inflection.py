"""English inflection for the lexicon: enough for common verbs and nouns, irregular ones listed."""

from __future__ import annotations

import re
from collections.abc import Iterator

VOWELS = "aeiou"
# base: past, participle
IRREGULAR = {
    line.split()[0]: (line.split()[1], line.split()[-1])
    for line in """\
arise arose arisen
awake awoke awoken
be was been
bear bore borne
beat beat beaten
become became become
begin began begun
bend bent
bet bet
bid bid
bind bound
bite bit bitten
bleed bled
blow blew blown
break broke broken
bring brought
broadcast broadcast
build built
burst burst
buy bought
cast cast
catch caught
choose chose chosen
cling clung
come came come
cost cost
cut cut
deal dealt
dig dug
do did done
draw drew drawn
drink drank drunk
drive drove driven
eat ate eaten
fall fell fallen
feed fed
feel felt
fight fought
find found
flee fled
fly flew flown
forbid forbade forbidden
forecast forecast
foresee foresaw foreseen
forget forgot forgotten
forgive forgave forgiven
freeze froze frozen
get got
give gave given
go went gone
grind ground
grow grew grown
hang hung
have had
hear heard
hide hid hidden
hit hit
hold held
hurt hurt
keep kept
know knew known
lay laid
lead led
leave left
lend lent
let let
lie lay lain
light lit
lose lost
make made
mean meant
meet met
mistake mistook mistaken
outdo outdid outdone
overcome overcame overcome
overhear overheard
oversee oversaw overseen
overtake overtook overtaken
overthrow overthrew overthrown
pay paid
put put
quit quit
read read
rebuild rebuilt
ride rode ridden
ring rang rung
rise rose risen
run ran run
say said
see saw seen
seek sought
sell sold
send sent
set set
shake shook shaken
shed shed
shine shone
shoot shot
show showed shown
shrink shrank shrunk
shut shut
sing sang sung
sink sank sunk
sit sat
sleep slept
slide slid
speak spoke spoken
spend spent
spin spun
split split
spread spread
spring sprang sprung
stand stood
steal stole stolen
stick stuck
strike struck
strive strove striven
swear swore sworn
sweep swept
swim swam swum
swing swung
take took taken
teach taught
tear tore torn
tell told
think thought
throw threw thrown
understand understood
undertake undertook undertaken
undergo underwent undergone
uphold upheld
upset upset
wake woke woken
wear wore worn
weep wept
win won
wind wound
withdraw withdrew withdrawn
withstand withstood
write wrote written""".splitlines()
}
DOUBLED = re.compile(
    r"^(?:[^aeiou]*(?:qu)?[aeiou][bdgmnprt]|.*(?:ermit|ommit|ubmit|dmit|efer|ccur|ontrol|egret|ropel|ompel|equip|atrol|utfit|verlap))$"
)
PLURALS = {
    "man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth",
    "crisis": "crises", "analysis": "analyses", "hypothesis": "hypotheses", "basis": "bases", "wife": "wives",
    "life": "lives", "half": "halves", "knife": "knives", "leaf": "leaves", "wolf": "wolves", "shelf": "shelves",
    "thief": "thieves", "criterion": "criteria", "phenomenon": "phenomena", "salesperson": "salespeople",
}  # fmt: skip


def inflected(kind: str, original: str, spun: str) -> Iterator[tuple[str, str]]:
    """Yield a pair in all its forms: kind v inflects the first word of both, n the last, x neither."""
    if kind == "v":
        yield from zip(_verb(original), _verb(spun), strict=True)
    elif kind == "n":
        yield original, spun
        yield _plural(original), _plural(spun)
    elif kind == "x":
        yield original, spun
    else:
        raise ValueError(f"{original}: no such kind: {kind!r}; write v, n or x")


def _verb(phrase: str) -> tuple[str, ...]:
    """Give base, third person, -ing, past and participle."""
    verb, space, rest = phrase.partition(" ")
    past, participle = IRREGULAR.get(verb, ("", ""))
    past = past or _suffixed(verb, "ed")
    return tuple(form + space + rest for form in (verb, _third(verb), _suffixed(verb, "ing"), past, participle or past))


def _third(verb: str) -> str:
    return {"be": "is", "have": "has", "do": "does", "go": "goes"}.get(verb) or _plural_ending(verb)


def _plural(phrase: str) -> str:
    head, space, noun = phrase.rpartition(" ")
    return head + space + (PLURALS.get(noun) or _plural_ending(noun))


def _plural_ending(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in VOWELS:
        return word[:-1] + "ies"
    return word + ("es" if re.search(r"(?:s|x|z|ch|sh)$", word) else "s")


def _suffixed(verb: str, suffix: str) -> str:
    if verb.endswith("ie") and suffix == "ing":
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + suffix
    if verb.endswith("e"):
        return verb + ("d" if suffix == "ed" else suffix)
    if verb.endswith("y") and verb[-2:-1] not in VOWELS and suffix == "ed":
        return verb[:-1] + "ied"
    if verb.endswith("c"):
        return verb + "k" + suffix
    return verb + (verb[-1] if DOUBLED.match(verb) else "") + suffix
