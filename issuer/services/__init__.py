"""Use cases, one room or module per verb family: `issue(toolkit, principal, command)`.

This floor owns the order of steps and the transactions. It knows no page, no command line and no SQL.
Where to find what:

- who acts, and with what: `principal`, `toolkit`, `randomness`, `api_keys`
- organizations and people: `profiles`, `service_profile`, `keys`, `people`
- what can be earned, and what was judged: `catalog`, `attestations`
- from a request to a signed file: `issuing`, `batches`, `intents`, `securing`, `tokens`, `recording`
- how it stands afterwards: `credentials`, `revocation`, `status_lists`, `sweep`
- micro-endorsements and their holders: `pathways`, `notices`, `outbox`
- what others say and what it counts: `endorsements`, `endorsers`, `recognition`, `credits`, `pilots`, `figures`
- what is shown and handed out: `showing`, `handed_out`, `bundles`, `progress_links`, `transcripts`, `holder_proofs`
- checking what is handed in: `verification`, `batch_verification`, `desk`, `reports`, `evidence`, `trust`, `name_help`;
  by our own record: `local`, `own_record`, `own_components`; what is remembered between two checks: `list_memory`
- what the world reads: `publication`, `addresses`
- what keeps it going, and whole: `worker`, `sequencer`, `self_check`, `auditing`
- small things that several use: `answers`, `asides`, `spreadsheet`, `unchanged`
"""
