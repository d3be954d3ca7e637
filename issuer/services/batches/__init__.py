"""Batches: a file of awards is read, held against the record, confirmed, and issued by workers.

`load.submit` reads a file and issues nothing; `control` confirms, holds, cancels and tells how far it is;
`work` leases chunks to workers; `results` says what became of every line. Nothing in a file is filled in.
"""
