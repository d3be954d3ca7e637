"""Use cases, one module per verb family: `issue(toolkit, principal, command)`.

This floor owns the order of steps and the transactions. It knows no page, no command line and no SQL.
"""
