"""Transcripts (CLR 2.0): what somebody holds of one issuer, signed by it, on request."""
