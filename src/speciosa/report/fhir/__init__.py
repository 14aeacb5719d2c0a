"""A record as a FHIR R4 bundle: plain dictionaries, the same for the same input, and nothing in a code that two
independent sources do not agree on.

`bundle` puts it together, `subject` keeps the ids, `codings` and `datatypes` are what everything is made of; the other
files have one kind of resource each.
"""

from speciosa.report.fhir.bundle import PARTS, bundle_json, fhir_bundle
from speciosa.report.fhir.subject import record_key

__all__ = ["PARTS", "bundle_json", "fhir_bundle", "record_key"]
