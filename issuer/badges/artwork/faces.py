"""The faces that travel with the product, and the proof that pictures made with them show their words.

System fonts are never read: a picture must not depend on the computer that draws it. The faces are under
the SIL Open Font License 1.1, unmodified; their license texts lie beside them.
"""

from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "faces"
NAMES: Final = (
    "SourceSerif4_600SemiBold.ttf",
    "SourceSans3_400Regular.ttf",
    "SourceSans3_600SemiBold.ttf",
    "SourceSans3_700Bold.ttf",
    "NotoSansArabic_600SemiBold.ttf",
    "NotoSansDevanagari_600SemiBold.ttf",
)
SERIF: Final = "Source Serif 4"
SANS: Final = "Source Sans 3"
