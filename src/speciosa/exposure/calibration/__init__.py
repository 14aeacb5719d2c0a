"""Where the sets of the kratom model come from, and what they say of studies that they were not fitted to.

`python -m speciosa.exposure` runs it and writes the pages; a report needs none of it.
"""
