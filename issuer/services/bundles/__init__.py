"""Transfer bundles (domain.md HR-01): one revocable link of a teacher to chosen credentials.

`making` makes them, says to `handed_out` how they are kept, and tells their owner how often they were opened; `reports`
opens one as one report for a clerk; `files` gives what a clerk may take along. What a link leads to is in
`bundle_links`.
"""
