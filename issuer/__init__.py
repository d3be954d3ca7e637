"""Mintmark: Open Badges 3.0 issuer, verifier and record for educator micro-credentials."""
