"""Open Badges content: the model, the documents built from it, baking, pictures and sharing.

Pure rules: no clock, no randomness, no network, no keys.
"""
