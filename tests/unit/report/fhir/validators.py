"""Three looks at a bundle: two libraries' models of R4, the value sets that neither checks, and invariants."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from fhir.resources.R4B import get_fhir_model_class
from fhirclient.models import fhirelementfactory
from fhirclient.models.fhirabstractbase import FHIRValidationError
from fhirpathpy import compile as fhirpath
from fhirpathpy.models import models
from pydantic import ValidationError

Resource = dict[str, Any]
_ID = re.compile(r"[A-Za-z0-9\-.]{1,64}")
_STATUS_OF_OBSERVATION = {
    "registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown",
}  # fmt: skip
REQUIRED = {
    ("Observation", "status"): _STATUS_OF_OBSERVATION,
    ("DetectedIssue", "status"): _STATUS_OF_OBSERVATION,
    ("DetectedIssue", "severity"): {"high", "moderate", "low"},
    ("MedicationAdministration", "status"): {
        "in-progress", "not-done", "on-hold", "completed", "entered-in-error", "stopped", "unknown",
    },
    ("MedicationStatement", "status"): {
        "active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken",
    },
    ("Medication", "status"): {"active", "inactive", "entered-in-error"},
    ("QuestionnaireResponse", "status"): {"in-progress", "completed", "amended", "entered-in-error", "stopped"},
    ("Media", "status"): {
        "preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown",
    },
    ("AdverseEvent", "actuality"): {"actual", "potential"},
    ("Patient", "gender"): {"male", "female", "other", "unknown"},
    ("Device", "status"): {"active", "inactive", "entered-in-error", "unknown"},
    ("Bundle", "type"): {
        "document", "message", "transaction", "transaction-response", "batch", "batch-response", "history", "searchset",
        "collection",
    },
}  # fmt: skip
"""Codes that R4 requires from a closed list, by resource and field."""
_USE = {"usual", "official", "temp", "secondary", "old"}
_ROLE = {"derivation", "revision", "quotation", "source", "removal"}
_DEVICE_NAME = {
    "udi-label-name",
    "user-friendly-name",
    "patient-reported-name",
    "manufacturer-name",
    "model-name",
    "other",
}
_PERIOD = {"s", "min", "h", "d", "wk", "mo", "a"}
INVARIANTS = {
    "obs-6": ("Observation", "dataAbsentReason.empty() or value.empty()"),
    "obs-7": ("Observation", "value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()"),
    "obs-3": ("Observation", "referenceRange.all(low.exists() or high.exists() or text.exists())"),
    "an observation has a value, a reason why not, or parts": (
        "Observation", "value.exists() or dataAbsentReason.exists() or component.exists()",
    ),
    "an observation says when": ("Observation", "effective.exists() and subject.exists()"),
    "mad-1": ("MedicationAdministration", "dosage.all(dose.exists() or rate.exists())"),
    "an administration names a medicine": ("MedicationAdministration", "medication.exists() and effective.exists()"),
    "rat-1": ("Medication", "ingredient.strength.all(numerator.exists() and denominator.exists())"),
    "a statement names a medicine": ("MedicationStatement", "medication.exists() and subject.exists()"),
    "tim-2": ("MedicationStatement", "dosage.timing.repeat.all(period.empty() or periodUnit.exists())"),
    "qrs-1": ("QuestionnaireResponse", "item.all((answer.exists() and item.exists()).not())"),
    "a provenance has targets and agents": ("Provenance", "target.exists() and agent.all(who.exists())"),
    "an adverse event is about somebody": ("AdverseEvent", "subject.exists() and event.exists()"),
    "a quantity with a code names its system": (
        "Observation", "value.ofType(Quantity).all(code.empty() or system.exists())",
    ),
}  # fmt: skip
BUNDLE_INVARIANTS = {
    "bdl-1": "total.empty()",
    "bdl-3": "entry.all(request.exists())",
    "bdl-5": "entry.all(resource.exists() or request.exists())",
    "bdl-7": "entry.fullUrl.isDistinct()",
    "bdl-8": "entry.fullUrl.all(contains('/_history/').not())",
    "puts alone": "entry.request.all(method = 'PUT')",
}
_MODELS = {"model": models["r4"]}


@cache
def _compiled(expression: str) -> Any:
    return fhirpath(expression, models["r4"])


def all_wrong(bundle: Resource) -> list[str]:
    """Everything that anybody finds wrong with a bundle."""
    return [
        *by_pydantic(bundle),
        *by_fhirclient(bundle),
        *by_value_sets(bundle),
        *by_invariants(bundle),
        *by_ids(bundle),
    ]


def by_pydantic(bundle: Resource) -> list[str]:
    """`fhir.resources`, the models of R4B: what we use is the same in R4."""
    wrong = []
    for each in (_bare(bundle), *_resources(bundle)):
        try:
            get_fhir_model_class(each["resourceType"]).model_validate(each)
        except ValidationError as error:
            wrong.append(f"{_name(each)}: {error}")
    return wrong


def by_fhirclient(bundle: Resource) -> list[str]:
    """`fhirclient`, whose models are generated from R4 4.0.1."""
    wrong = []
    for each in (_bare(bundle), *_resources(bundle)):
        try:
            fhirelementfactory.FHIRElementFactory.instantiate(each["resourceType"], each)
        except FHIRValidationError as error:
            wrong.append(f"{_name(each)}: {error}")
    return wrong


def by_value_sets(bundle: Resource) -> list[str]:
    """Required codes, which neither library holds against its list."""
    wrong = []
    for each in (bundle, *_resources(bundle)):
        for (kind, field), codes in REQUIRED.items():
            if each["resourceType"] == kind and field in each and each[field] not in codes:
                wrong.append(f"{_name(each)}: {field} {each[field]!r}")
        wrong += [f"{_name(each)}: {found}" for found in _inner_codes(each)]
    return wrong


def by_invariants(bundle: Resource) -> list[str]:
    """FHIRPath: R4's own invariants of these resources, and some of ours."""
    wrong = [
        f"{name}: {_name(each)}"
        for each in _resources(bundle)
        for name, (kind, expression) in INVARIANTS.items()
        if each["resourceType"] == kind and _holds(expression, each) is not True
    ]
    return wrong + [f"{name}" for name, each in BUNDLE_INVARIANTS.items() if _holds(each, bundle) is not True]


def by_ids(bundle: Resource) -> list[str]:
    """Ids of FHIR's form, references that lead somewhere, and no empty string or list."""
    urls = {each["fullUrl"] for each in bundle["entry"]}
    wrong = [f"{_name(each)}: id" for each in _resources(bundle) if not _ID.fullmatch(each["id"])]
    wrong += [
        f"{each['fullUrl']}: url"
        for each in bundle["entry"]
        if each["request"]["url"] != f"{each['resource']['resourceType']}/{each['resource']['id']}"
        or each["fullUrl"] != f"urn:uuid:{each['resource']['id']}"
    ]
    for each in _resources(bundle):
        for path, value in _leaves(each):
            if path.endswith(".reference") and value not in urls and not str(value).startswith("http"):
                wrong.append(f"{_name(each)}{path}: leads nowhere")
            if value in ("", [], {}, None) or (isinstance(value, str) and value != value.strip()):
                wrong.append(f"{_name(each)}{path}: empty or with spaces around it")
    return wrong


def _holds(expression: str, resource: Resource) -> bool | None:
    found = _compiled(expression)(resource, {"resource": resource})
    return bool(found[0]) if found else None


def _bare(bundle: Resource) -> Resource:
    """The bundle with the first entry alone: the others are looked at one by one."""
    return bundle | {"entry": bundle["entry"][:1]}


def _resources(bundle: Resource) -> list[Resource]:
    return [each["resource"] for each in bundle["entry"]]


def _name(resource: Resource) -> str:
    return f"{resource['resourceType']}/{resource.get('id')}"


def _inner_codes(resource: Resource) -> list[str]:
    wrong = [each["use"] for each in resource.get("identifier", []) if each.get("use", "usual") not in _USE]
    wrong += [each["role"] for each in resource.get("entity", []) if each["role"] not in _ROLE]
    wrong += [each["type"] for each in resource.get("deviceName", []) if each["type"] not in _DEVICE_NAME]
    repeats = [each["timing"]["repeat"] for each in resource.get("dosage", []) if "timing" in each] if isinstance(
        resource.get("dosage"), list
    ) else []  # fmt: skip
    return wrong + [each["periodUnit"] for each in repeats if each["periodUnit"] not in _PERIOD]


def _leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(value, dict) and value:
        return [found for key, each in value.items() for found in _leaves(each, f"{path}.{key}")]
    if isinstance(value, list) and value:
        return [found for each in value for found in _leaves(each, path)]
    return [(path, value)]
