"""The checks of the verifier, one rule in one file (Open Badges 3.0 section 9.1, security.md section 7)."""
