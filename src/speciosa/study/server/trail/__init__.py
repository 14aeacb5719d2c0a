"""The trail: who did what, when, what stood there before, what after, and why. Links are only ever added.

One chain a study (``study SLUG``) and one a participant (``participant SLUG NUMBER``), so that two who write down
their doses never wait for each other. Each link holds the hash of the one before it: whoever changes, drops or
swaps one has to make every later hash anew, and the ends that were handed out no longer fit.
"""

from speciosa.study.server.trail.chain import SERVER, actor_of, add, digest_of, participant_chain, study_chain, tell

__all__ = ["SERVER", "actor_of", "add", "digest_of", "participant_chain", "study_chain", "tell"]
