"""Append-only records as pure rules: the events' hash chain, and the Merkle tree of RFC 9162.

Bytes and hashes in, hashes and findings out. Nothing here stores, signs or reads the time.
"""
