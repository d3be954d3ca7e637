"""Micro-endorsements: put together by themselves, on hold when a component falls, in progress until then.

`job.run` is what workers call; everything else is what it is made of, or what people may ask for.
"""
