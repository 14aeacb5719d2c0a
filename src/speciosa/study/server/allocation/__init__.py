"""Who gets which order: drawn by chance, sealed to keys, opened for one person in need, revealed at the end.

`starts` is a site's list, `site_lists` how it is kept, `drawing` one participant's order, `allocating` puts it behind
a seal, in `envelopes` to the `pack_keys`. `packing`, `unblinding` and `revealing` are the three ways to open one,
`proofs` what can be checked.
"""
