"""Check that a name alone between headline and article is its author, and that labels are not."""

import pytest

from cleaners.article import Article, Record
from cleaners.metadata import RemovedLine, read_removed_lines
from cleaners.metadata.surnames import is_name_of_east_asia
from cleaners.pipeline import clean

GERMAN = [
    "Neue Treppe für den Leuchtturm von Oxau",
    "Der Leuchtturm von Oxau bekommt eine neue Treppe, wie das Hafenamt am Mittwoch mitteilte.",
    "Elf von zweiundvierzig Stufen sind faul, stellten zwei Zimmerleute im vergangenen Monat fest.",
    "Bis zum Frühjahr ist nur der Saal unten offen, und der Eintritt kostet so lange die Hälfte.",
]
FRENCH = [
    "Un nouvel escalier pour le phare d’Oxau",
    "Le phare d’Oxau aura un nouvel escalier, a annoncé mercredi le bureau du port de la ville.",
    "Onze des quarante-deux marches sont pourries, ont constaté deux menuisiers le mois dernier.",
    "D’ici au printemps, seule la salle du bas est ouverte, et l’entrée coûte moitié moins cher.",
]
JAPANESE = [
    "灯台の階段、春に修理へ",
    "港の事務所は水曜日、灯台の古い木の階段の修理を来年の春まで延期すると発表した。",
    "先月、二人の大工が階段を調べたところ、四十二段のうち十一段が腐っていたという。",
    "それまで見学できるのは一階の広間だけで、入場料は半額になると事務所は説明した。",
]
CHINESE = [
    "灯塔楼梯推迟到春天修理",
    "港口办公室周三宣布，灯塔的旧木楼梯要推迟到明年春天才能修理，因为木料还没有运到。",
    "两名木匠上个月检查了楼梯，发现四十二级台阶中有十一级已经腐烂，不能再让游客上去。",
    "在此之前，游客只能参观楼下的大厅，门票减半，办公室的负责人在会上这样解释。",
]
KOREAN = [
    "등대 계단 수리, 봄까지 미뤄져",
    "항구 사무소는 등대의 낡은 계단을 고치는 일을 내년 봄까지 미루기로 했다고 수요일에 밝혔다.",
    "목수 두 명이 지난달 계단을 조사했으며, 마흔두 단 가운데 열한 단이 썩은 것으로 나타났다.",
    "그때까지 방문객은 등대 아래 전시실만 볼 수 있고, 입장료는 절반으로 내린다고 설명했다.",
]
AUTHORS = [
    ("German", GERMAN, "Jörg Kühne", "Jörg Kühne"),
    ("French", FRENCH, "Aurélie Prévost", "Aurélie Prévost"),
    ("Japanese", JAPANESE, "高橋 美咲", "高橋 美咲"),
    ("Chinese", CHINESE, "林晓梅", "林晓梅"),
    ("Korean", KOREAN, "박지훈", "박지훈"),
    ("a German section", GERMAN, "Lokales", None),
    ("a Chinese section", CHINESE, "文化", None),
    ("a Chinese province", CHINESE, "江苏省", None),
    ("a Japanese section", JAPANESE, "国際", None),
    ("a Korean desk", KOREAN, "정치부", None),
]


@pytest.mark.parametrize(
    ("article", "line", "author"),
    [pytest.param(*case[1:], id=case[0]) for case in AUTHORS],
)
def test_a_name_below_the_headline_is_the_author(
    article: list[str], line: str, author: str | None
) -> None:
    title, *body = article
    text = "\n\n".join([title, line, *body])
    cleaned = clean(Record("lighthouse.txt", "text", 0, text, ""))
    assert isinstance(cleaned, Article)
    assert cleaned.metadata.title == title
    assert cleaned.metadata.author == author
    assert not [sentence for sentence in body if sentence not in cleaned.text]


def guessed(text: str, kind: str = "layout") -> RemovedLine:
    return RemovedLine(text, kind, "head", is_guess=True)


TITLE = RemovedLine("Oxau bekommt Licht", "headline", "head", "title")
HEADS = [
    ("alone", [TITLE, guessed("Jörg Kühne", "author")], "Jörg Kühne"),
    (
        "above a date",
        [TITLE, guessed("Jörg Kühne", "author"), guessed("Mittwoch", "date")],
        "Jörg Kühne",
    ),
    ("without a headline", [guessed("Jörg Kühne", "author")], None),
    ("above the headline", [guessed("Jörg Kühne", "author"), TITLE], None),
    (
        "above another line",
        [TITLE, guessed("Jörg Kühne", "author"), guessed("Menü")],
        None,
    ),
    ("two words that no rule knows", [TITLE, guessed("Grüne Woche")], None),
    ("words of the headline", [TITLE, guessed("Oxau Bekommt", "author")], None),
    ("one word", [TITLE, guessed("Kühne", "author")], None),
    ("a sentence", [TITLE, guessed("Kühne bleibt im Amt", "author")], None),
    ("a paper", [TITLE, guessed("Harbour Mirror", "author")], None),
]


@pytest.mark.parametrize(
    ("lines", "author"), [pytest.param(*case[1:], id=case[0]) for case in HEADS]
)
def test_only_a_name_alone_counts(lines: list[RemovedLine], author: str | None) -> None:
    assert read_removed_lines(lines).author == author


NAMES = ["김하늘", "이서준", "王小明", "陳美玲", "佐々木 健", "長谷川 さくら"]
WORDS = [
    "이야기",
    "서울시",
    "马拉松",
    "广东",
    "高校",
    "佐々木健さんの話",
    "Kim",
    "林業",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_east_asia(name: str) -> None:
    assert is_name_of_east_asia(name)


@pytest.mark.parametrize("word", WORDS)
def test_other_words(word: str) -> None:
    assert not is_name_of_east_asia(word)
