"""Who gets which order: drawn by chance, sealed to keys, opened for one person in need, revealed at the end.

`starts` is a site's list, `drawing` one participant's order, `allocating` puts both behind a seal, in `envelopes` to
the `pack_keys`. `packing`, `unblinding` and `revealing` are the three ways to open one, `proofs` what can be checked.
"""
