"""Holder proof on request: is the one who hands over a credential the one it was issued to? (domain.md VER-06)

`asking` makes a question about a credential that was issued here, `answering` judges the answer: a presentation
signed by the DID that the credential names, or a code that was sent to an address of its holder. A question lives
ten minutes, is answered once, and is forgotten after a day. No verdict about the credential depends on it.
"""
