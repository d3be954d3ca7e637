"""From an assessment record to signed bytes: one credential or a chunk, its versions, what each is made of."""
