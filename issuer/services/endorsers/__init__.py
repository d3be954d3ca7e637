"""Whom we ask to endorse, and what they hand in that they signed elsewhere; verified before it is taken."""
