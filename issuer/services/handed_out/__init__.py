"""What somebody is handed and whoever made it can look up again: transfer bundles, progress links, transcripts.

`shelves` finds one and lists them, for their maker alone; `links` makes and ends those that open by a secret address,
without an account. What a thing shows, and what is asked before it is made, stays in the room of that thing.
"""
