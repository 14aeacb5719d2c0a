"""A study without a server: packets made at home, a registry of day 0, one pool, and what of it may be published.

`participant` keeps the secret behind a person's id, `contribution` turns a record into a packet, `told` says in plain
words what is in it, `packet_paper` is the file with the consent, `enrolment` the files that register and withdraw.
`disclosure` holds every packet to what a packet may hold, `inbox` reads many files, `flow` counts people from
registered to pooled, `whole_pool` is for whoever works on it, `release` what may be published, `ledger`
remembers what was published before, `pool_told` puts an answer into words. The pooling itself is `effect.pooling`.
"""
