"""Check subheads in capitals, and last sentences that an agency signs without brackets."""

import pytest

from cleaners.boilerplate import find_removals

TITLE = "Vapur iskeleye çarptı: 2 yaralı"
LEAD = "Kuzgun Adası'na giden vapur, sabah saatlerinde sisin içinde iskeleye çarptı ve durdu."
HEADED = [
    (
        "2 YOLCU YARALANDI",
        "Düşen iki yolcu, iskeledeki görevlilerin yardımıyla kıyıdaki hastaneye kaldırıldı.",
    ),
    (
        "SEFERLER DURDURULDU",
        "Liman müdürlüğü, adaya giden bütün seferlerin akşam saatlerine kadar durduğunu bildirdi.",
    ),
    (
        "SORUŞTURMA BAŞLATILDI",
        "Kaptanın ifadesi alındı, vapur ise onarılmak üzere karşı kıyıdaki tersaneye çekildi.",
    ),
]
SIGNED = [
    ("a Turkish agency", "Kazayla ilgili soruşturma sürüyor. İHA"),
    ("a dash", "Kazayla ilgili soruşturma sürüyor. - DHA"),
]


def test_subheads_in_capitals_stay() -> None:
    parts = [part for headed in HEADED for part in headed]
    removed = find_removals("\n".join([TITLE, LEAD, *parts]))
    assert [removal.line.text for removal in removed] == [TITLE]


@pytest.mark.parametrize("last", [case[1] for case in SIGNED])
def test_a_signed_last_sentence_stays(last: str) -> None:
    body = [sentence for _, sentence in HEADED]
    removed = find_removals("\n".join([LEAD, HEADED[0][1], *body[1:], last, "Paylaş"]))
    assert last not in {removal.line.text for removal in removed}


def test_a_label_with_a_sign_is_no_last_sentence() -> None:
    lines = [LEAD, HEADED[1][1], HEADED[2][1], "Fotoğraf: İHA", "Paylaş"]
    removed = find_removals("\n".join(lines))
    assert {"Fotoğraf: İHA", "Paylaş"} <= {removal.line.text for removal in removed}
