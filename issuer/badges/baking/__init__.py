"""Baking: a credential inside its picture (OB 3.0 section 5.3), byte-preserving, both ways."""
