"""Credit on this installation: districts' rules, recognisers' values, approvals, decisions, single use.

`rules` keeps rule sets, `equivalencies` values, `preapprovals` approvals with their receipts, `employments`
what a district knows of a person; `gathering` puts a request together, `decisions` decides and records it,
`recognition` answers "Counts here?" without knowing a person. What is stated to others is signed:
`statements` says it in facts, `services.endorsements` issues it.
"""
