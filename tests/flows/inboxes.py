"""Make files of every format, of stories that have next to nothing in common."""

from __future__ import annotations

import bz2
import csv
import gzip
import io
import json
import lzma
import tarfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

import pyarrow as pa
import pyarrow.parquet as pq

from tests.flows.test_snapshots import story

TIME = (2024, 5, 1, 6, 0, 0)  # of all members of archives
COLUMNS = ("url", "title", "text")
WALL = (
    "Just a moment...\n\nChecking your browser before you can go on to news.example.\n"
)
BROKEN = b'{"text": "cut sh'


@dataclass(frozen=True, slots=True, order=True)
class Scrape:
    """A record: a story by its number, at an address; below zero it is a wall."""

    number: int
    url: str = ""

    @property
    def title(self) -> str:
        """Return a headline of its own."""
        return f"Story {self.number} of the harbour" if self.number >= 0 else "Wait"

    @property
    def text(self) -> str:
        """Return the text."""
        return story(self.number) if self.number >= 0 else WALL

    def row(self) -> dict[str, str | None]:
        """Return the fields of a record."""
        return {"url": self.url or None, "title": self.title, "text": self.text}

    def page(self) -> str:
        """Return a page of HTML."""
        paragraphs = escape(self.text).split("\n\n")
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        link = f'<link rel="canonical" href="{self.url}">' if self.url else ""
        return (
            f'<!doctype html><html lang="en"><head><title>{self.title}</title>{link}</head>'
            f"<body><article><h1>{self.title}</h1>{body}</article></body></html>\n"
        )


Scrapes = Sequence[Scrape]


def text(scrapes: Scrapes) -> bytes:
    return scrapes[0].text.encode()


def markdown(scrapes: Scrapes) -> bytes:
    head = f"---\ntitle: {scrapes[0].title}\nurl: {scrapes[0].url}\n---\n"
    return f"{head}# {scrapes[0].title}\n\n{scrapes[0].text}".encode()


def html(scrapes: Scrapes) -> bytes:
    return scrapes[0].page().encode()


def jsonl(scrapes: Scrapes) -> bytes:
    return b"".join(json.dumps(each.row()).encode() + b"\n" for each in scrapes)


def json_array(scrapes: Scrapes) -> bytes:
    return json.dumps([each.row() for each in scrapes], indent=1).encode()


def separated(delimiter: str) -> Callable[[Scrapes], bytes]:
    def write(scrapes: Scrapes) -> bytes:
        out = io.StringIO()
        rows = csv.DictWriter(out, COLUMNS, delimiter=delimiter)
        rows.writeheader()
        rows.writerows(each.row() for each in scrapes)
        return out.getvalue().encode()

    return write


def parquet(scrapes: Scrapes) -> bytes:
    out = io.BytesIO()
    schema = pa.schema([(name, pa.string()) for name in COLUMNS])
    rows = [each.row() for each in scrapes]
    pq.write_table(pa.Table.from_pylist(rows, schema), out, row_group_size=2)
    return out.getvalue()


def warc(scrapes: Scrapes) -> bytes:
    return b"".join(_response(number, each) for number, each in enumerate(scrapes))


def _response(number: int, scrape: Scrape) -> bytes:
    headers = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
    block = headers.encode() + scrape.page().encode()
    url = scrape.url or f"https://crawl.example/{scrape.number}"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        f"WARC-Date: 2024-03-05T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:{number}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def wacz(scrapes: Scrapes) -> bytes:
    return _zipped({"archive/a.warc.gz": packed(warc)(scrapes)})


def zipped(scrapes: Scrapes) -> bytes:
    return _zipped({f"{each.number}.html": html([each]) for each in scrapes})


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, TIME), data)
    return out.getvalue()


def tarred(scrapes: Scrapes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for each in scrapes:
            member = tarfile.TarInfo(f"day/{each.number}.txt")
            data = text([each])
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0)


def mail(scrapes: Scrapes) -> bytes:
    message = EmailMessage()
    message["From"] = "Ann Weir <news@paper.example>"
    message["Subject"] = scrapes[0].title
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0000"
    message["Message-ID"] = f"<{scrapes[0].number}@paper.example>"
    message.set_content(scrapes[0].text)
    return message.as_bytes()


def feed(scrapes: Scrapes) -> bytes:
    items = "".join(
        f"<item><title>{each.title}</title><link>{each.url}</link><guid>{each.number}</guid>"
        f"<content:encoded>{escape(each.text)}</content:encoded></item>"
        for each in scrapes
    )
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>The Paper</title>{items}</channel></rss>\n"
    ).encode()


def packed(write: Callable[[Scrapes], bytes]) -> Callable[[Scrapes], bytes]:
    return lambda scrapes: gzip.compress(write(scrapes), mtime=0)


SINGLE: dict[str, Callable[[Scrapes], bytes]] = {  # by the suffix: one record a file
    "txt": text,
    "md": markdown,
    "html": html,
    "eml": mail,
}
MANY: dict[str, Callable[[Scrapes], bytes]] = {  # any number of records a file
    "jsonl": jsonl,
    "json": json_array,
    "csv": separated(","),
    "tsv": separated("\t"),
    "parquet": parquet,
    "warc": warc,
    "wacz": wacz,
    "zip": zipped,
    "tar.gz": tarred,
    "rss": feed,
    "jsonl.gz": packed(jsonl),
    "csv.bz2": lambda scrapes: bz2.compress(separated(",")(scrapes)),
    "json.xz": lambda scrapes: lzma.compress(json_array(scrapes)),
    "html.zst": lambda scrapes: pa.compress(html(scrapes), codec="zstd", asbytes=True),
}
LEGACY = {  # by encoding: texts of our own
    "cp1252": "Le ferry repart lundi\n\nLe ferry vers les îles repartira lundi à six heures,"
    " a annoncé vendredi la capitainerie. Les équipages avaient cessé le travail après neuf"
    " jours de négociations. « Nous espérons un accord avant l'été », a dit leur porte-parole.\n",
    "koi8-r": "Паром снова пойдёт в понедельник\n\nПаром на острова снова отправится в"
    " понедельник в шесть утра, сообщила в пятницу администрация порта. Экипажи бастовали"
    " девять дней. Переговоры об оплате продолжатся на следующей неделе.\n",
    "cp1251": "Мост закрыт до осени\n\nСтарый мост закрыт для грузовиков до осени: водолазы"
    " нашли трещину во второй опоре. Горсовет выделил на ремонт три миллиона. Автобусы пойдут"
    " в объезд, сообщили в дорожном управлении.\n",
    "cp1250": "Most zostanie zamknięty\n\nStary most zostanie od poniedziałku zamknięty dla"
    " ciężarówek, bo nurkowie znaleźli pęknięcie w drugim filarze. Rada miasta przeznaczyła na"
    " naprawę trzy miliony złotych. Objazd potrwa do jesieni.\n",
    "cp1253": "Το πλοίο ξεκινά τη Δευτέρα\n\nΤο πλοίο για τα νησιά ξεκινά πάλι τη Δευτέρα στις"
    " έξι το πρωί, ανακοίνωσε την Παρασκευή το λιμεναρχείο. Τα πληρώματα απεργούσαν εννέα"
    " ημέρες. Οι συζητήσεις συνεχίζονται την επόμενη εβδομάδα.\n",
    "gb18030": "渡轮星期一恢复航行\n\n港务局星期五宣布，前往群岛的渡轮将于星期一早上六点恢复航行。"
    "船员已罢工九天，工资谈判将于下周继续。双方都希望在夏天之前达成协议。\n",
    "shift_jis": "フェリーは月曜日に再開\n\n島へ向かうフェリーは月曜日の朝六時に運航を再開すると、"
    "港湾局が金曜日に発表した。乗組員は九日間ストライキを行っていた。賃金の交渉は来週も続く。\n",
    "utf-16": "Die Fähre fährt wieder\n\nDie Fähre zu den Inseln fährt am Montag um sechs Uhr"
    " wieder, teilte das Hafenamt am Freitag mit. Die Besatzungen hatten neun Tage gestreikt."
    " Über die Löhne wird in der kommenden Woche weiter verhandelt.\n",
}


def every_format() -> dict[str, bytes]:
    """Make an inbox with all formats, encodings, copies, versions, walls and broken records."""
    files: dict[str, bytes] = {}
    number = 0
    for suffix, write in (SINGLE | MANY).items():
        first = Scrape(number, f"https://paper.example/{number}")
        other = Scrape(number + 1)
        copied = Scrape(max(0, number - 3), f"https://copy.example/{number}")
        count = 1 if suffix in SINGLE or suffix == "html.zst" else 3
        files[f"day {number % 3}/{suffix}.{suffix}"] = write(
            [first, other, copied][:count]
        )
        number += 2
    for encoding, written in LEGACY.items():
        files[f"legacy/{encoding}.txt"] = written.encode(encoding)
    version = [
        Scrape(90, "https://paper.example/0"),
        Scrape(0, "https://paper.example/0"),
    ]
    files["broken.jsonl"] = jsonl(version) + BROKEN + b"\n" + jsonl([Scrape(-1)])
    files["wall.html"] = html([Scrape(-1)])
    files["no article.txt"] = b" \n"
    files["cut.jsonl.gz"] = packed(jsonl)([Scrape(91)] * 9)[:-9]
    files["picture.jpg"] = b"\xff\xd8\xff\xe0" * 9
    return files
