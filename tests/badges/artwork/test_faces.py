"""The faces that travel with the product: unchanged files, license texts, and words that really show."""

import hashlib
from pathlib import Path

import pytest

from issuer.badges.artwork import faces, render
from issuer.errors import ConfigurationError
from tests.badges.artwork import font_tables
from tests.badges.artwork.pieces import opened

PINNED = {
    "NotoSansArabic_600SemiBold.ttf": "35e3c8bd9e17754ca30497fcd4a82921ee672c0e36a5e2b9aad7ed4b8d92e427",
    "NotoSansDevanagari_600SemiBold.ttf": "5f8764f341ed1badfd382540277386c97b2a711399cb273c4854c3097588287b",
    "OFL-NotoSansArabic.txt": "07fc70bfeb985cc1a87a8587d0a0c80bab11c86c9dc3fd95b6f0cb332f983e96",
    "OFL-NotoSansDevanagari.txt": "a216f6f8d85c7228093e0ee5e258d9d377e6671f68acb4db1930b29583d0f331",
    "OFL-SourceSans3.txt": "09746787287a289323b0ec3cff4d1a4a801331b82b7207c1e186f5d26619a392",
    "OFL-SourceSerif4.txt": "5f94c3fd3a23131a417ab5a0c8452de57e70c3cfb9f604d88241f7065ebf9fd9",
    "SourceSans3_400Regular.ttf": "393fb5b878ceed04aebc34b097e853ae5138c51d0c34b496ce8e2b47e0d0b94a",
    "SourceSans3_600SemiBold.ttf": "bd2550fce2d295b0bf20bd8b1b7f1477da834f1066bd850aafdb4787a67a63ca",
    "SourceSans3_700Bold.ttf": "7109021766e915ecd9721e28d11dfc732d57affda49e4ca15bb6d1529add7fdd",
    "SourceSerif4_400Regular.ttf": "d47da11c5f55f031d9ec54c3172865d76009b2cbab5c706dfa73866b00096639",
    "SourceSerif4_400Regular_Italic.ttf": "8abc06ebcf3a84d6e18763fad2fd237c9149104f16963f459c8763390048aff2",
    "SourceSerif4_600SemiBold.ttf": "d31cd1fb273e5399efc04691e9ac14b581eae836d783f6cf3c560225ebcf95c0",
}


def test_the_folder_holds_the_pinned_files_and_nothing_else() -> None:
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in faces.FOLDER.iterdir()}
    assert found == PINNED


@pytest.mark.parametrize("name", [name for name in PINNED if name.endswith(".ttf")])
def test_a_license_text_lies_beside_every_face(name: str) -> None:
    text = (faces.FOLDER / f"OFL-{name.partition('_')[0]}.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in text


def test_the_table_of_letters_is_what_the_faces_say() -> None:
    assert font_tables.TABLE.read_text(encoding="utf-8") == font_tables.make()


def test_every_weight_of_a_family_draws_the_same_letters() -> None:
    for family in ("SourceSerif4", "SourceSans3"):
        sets = [
            {code for code in font_tables.glyphs_of(faces.FOLDER / name) if code < 0x2000}
            for name in PINNED
            if name.startswith(family) and "Italic" not in name
        ]
        assert len(sets) > 1
        assert all(one == sets[0] for one in sets)


def test_words_show() -> None:
    render.check_faces(faces.FOLDER)


def test_missing_faces_are_refused_instead_of_drawing_pictures_without_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="SourceSerif4_600SemiBold"):
        render.check_faces(tmp_path)


def test_faces_that_show_nothing_are_refused(tmp_path: Path) -> None:
    for name in faces.NAMES:
        (tmp_path / name).write_bytes(b"not a font")
    with pytest.raises(ConfigurationError, match="no words in Source Serif 4"):
        render.check_faces(tmp_path)


def test_a_face_of_the_computer_is_never_used() -> None:
    frame = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><text y="15" font-family="{}">Ab</text></svg>'
    own = opened(render.png(frame.format("'Source Sans 3'"), 40)).tobytes()
    for families in ("sans-serif", "'DejaVu Sans',sans-serif", "Arial,'Liberation Sans',sans-serif"):
        assert opened(render.png(frame.format(families), 40)).tobytes() == own
