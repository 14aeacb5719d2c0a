"""For pharmacometricians: NONMEM-style event tables, any linear model of one to three compartments.

`event_table` (the records) and `model_file` (the model) -> `dose` and `regimen` (what happens when) ->
`advance` (amounts carried from event to event) -> `simulate_events` (what each observation should show).
"""
