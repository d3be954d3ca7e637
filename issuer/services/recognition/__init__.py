"""What districts count, told without knowing a person: rules, values and universities' endorsements in force.

`reading` reads the record, `counting` answers the verifier's fourth question, `worth` tells a teacher before
the work what an achievement would count for. What a district knows of a person is never looked at here, so
that a public page can tell nothing of it.
"""
