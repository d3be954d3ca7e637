"""The hire desk: a clerk's own files and their reports, kept for some hours because the clerk asked for it.

`sessions` takes files in and forgets them, `work` judges them, `runner` goes on working, `listing` and `table`
show what was found. Everything of a session is deleted when it ends or when its clerk says so.
"""
