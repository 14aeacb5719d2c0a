"""An exposure model as a reference page: what each parameter is, and how wide its sets are."""

from __future__ import annotations

import numpy as np

from speciosa.knowledge.exposure_model import ExposureModel, ModelParameter, model_files

_HEADS = (
    "Name",
    "What",
    "Unit",
    "Kind",
    "Middle",
    "Nine in ten sets",
    "People differ",
    "Range",
    "Source",
    "Read",
    "Why",
)


def model_page(model: ExposureModel) -> str:
    """The page without its first line: title, structure, parameters, calibration.

    "People differ" is the standard deviation of the logarithm among people.
    """
    rows = [_cells(model, each) for each in model.parameters.values()]
    table = [" | ".join(("", *cells, "")).strip() for cells in (_HEADS, ("---",) * len(_HEADS), *rows)]
    calibration = model.calibration
    fitted = ", ".join(f"`{key}`" for key in calibration.fitted_to)
    hours = ", ".join(f"{hour:g}" for hour in calibration.sampled_h)
    low, high = calibration.quantified_from_low_ng_ml, calibration.quantified_from_high_ng_ml
    sets = f"`{model_files(model.key)[1]}` holds {len(model.sets)} equally plausible typical persons, one a line."
    details = (
        f"Blood drawn at {hours} h; limit of the assay between {low:g} and {high:g} ng/mL; last "
        f"{calibration.last_points} points; error of the model {calibration.model_log_error:g} log units; "
        f"{calibration.candidates} candidates a step; seed {calibration.seed}; revision {model.revision}."
    )
    said = [
        f"{sets} They were fitted to {fitted} of [pk_parameters](pk_parameters.md) and to nothing else.",
        calibration.why,
        details,
    ]
    parts = [f"# {model.title}", model.structure.strip(), "\n".join(table), "## How the sets were found", *said]
    return "\n\n".join(parts) + "\n"


def _cells(model: ExposureModel, parameter: ModelParameter) -> tuple[str, ...]:
    middle = "" if parameter.typical is None else f"{parameter.typical:g}"
    spread = ""
    if parameter.name in model.set_names:
        low, half, high = np.quantile(model.sets[:, model.set_names.index(parameter.name)], [0.05, 0.5, 0.95])
        middle, spread = f"{half:.3g}", f"{low:.3g} to {high:.3g}"
    return (
        f"`{parameter.name}`",
        parameter.what,
        parameter.unit,
        parameter.kind,
        middle,
        spread,
        "" if parameter.between_person_log_sd is None else f"{parameter.between_person_log_sd:g}",
        "" if parameter.low is None else f"{parameter.low:g} to {parameter.high:g}",
        ", ".join(f"[{key}](references.md#{key})" for key in parameter.sources),
        str(parameter.how_read).replace("_", " "),
        parameter.why,
    )
