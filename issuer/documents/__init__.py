"""Documents: strict JSON, pinned contexts, schemas, JSON-LD to canonical bytes, JCS, lint.

Plain values in, plain values out; nothing here signs, fetches or stores.
"""
