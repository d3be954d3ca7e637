"""Tables, and the frozen records that leave the store: one file per family, laws beside the columns.

A table's UNIQUE and CHECK rules stand here; triggers stand in the migrations, and each docstring
names the ones that hold. A record has the same field names as its table.
"""
