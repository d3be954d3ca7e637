"""The demonstration: ten invented issuers, their catalog, 96 invented educators and 292 awards.

`dataset.load()` reads the packaged files, `plan.plan(dataset)` says who earns what and when, and
`run.run(toolkit, …)` makes all of it real through the same use cases that a cooperative uses: nothing
here signs, writes a row or knows a command line. Every issuer's name says "(demonstration)".
"""
