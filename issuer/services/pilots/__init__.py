"""Pilots of districts: a cohort, how far it is, what it costs and pays, what it answered (SEED-07, 08, 09, 22).

A pilot is the district's own record beside the badges. It is in no credential and changes none.
"""
