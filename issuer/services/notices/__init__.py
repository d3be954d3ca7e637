"""Telling holders what became of their micro-endorsements, by mail (STA-02)."""

from issuer.services.notices.sending import Waiting, send, waiting

__all__ = ["Waiting", "send", "waiting"]
