"""The name and version under which this program signs, records and answers."""

from typing import Final

NAME: Final = "Mintmark"
VERSION: Final = "0.1.0"
