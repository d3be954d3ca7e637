"""Verifying many badges at once: inputs of any number of files, one answer each, in their order.

`inputs` turns lines and files into inputs, `archives` opens zip files, `judging` verifies, `lines` says what was
found. Nothing is kept: whoever asks for a batch gets the answers and nobody else does.
"""
