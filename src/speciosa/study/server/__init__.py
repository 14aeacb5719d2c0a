"""The study's server: a protocol, people who consented, who may see what, an allocation nobody can look into, a trail.

`models` are its tables beside the store's; `roles` is the one table of who may do what; `who` stands before every page.
"""
