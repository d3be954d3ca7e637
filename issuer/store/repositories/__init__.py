"""Repositories: one small class per family of tables, plain methods, frozen records.

`get_*` raises NotFoundError, `find_*` returns None. Every method runs in the unit that made the
repository; nothing is durable before that unit is committed. Any method may raise ConflictError (a rule
of the database refused; the unit is then spoiled) and StoreUnavailableError.
"""
