"""What fitting gave, as plain data."""

from experiments.calibrate.fit import DRAWS, Calibration, Learnt, parameters, predicted, ridges
from experiments.calibrate.results import CalibrationResult, ParameterTold, RateTold
from experiments.estimates.base_rates import BASE_RATES
from experiments.estimates.statistics import wilson
from experiments.estimates.weighted import effective_size

RIDGES = 12  # pairs that are told


def as_object(found: Calibration, seed: int) -> CalibrationResult:
    """What fitting gave, as plain data."""
    return {
        "points": found.effort.points,
        "histories_per_point": found.effort.histories,
        "draws": DRAWS,
        "draws_effective_size": effective_size(found.draw_weights),
        "kept": found.effort.kept,
        "kept_histories": found.effort.kept_histories,
        "effective_size": effective_size(found.kept.weights),
        "seed": seed,
        "rules_sha256": found.kept.rules_sha256,
        "parameters": {each.about.path: _parameter(each) for each in parameters(found)},
        "ridges": [{"between": [a, b], "correlation": r} for a, b, r in ridges(found)[:RIDGES]],
        "rates": _rates(found),
    }


def _parameter(each: Learnt) -> ParameterTold:
    about = each.about
    return {
        "title": about.title, "unit": about.parameter.unit,
        "mean": each.mean, "sd": each.sd, "q05": each.low, "q95": each.high,
        "prior": [about.plausible.low, about.plausible.high], "learnt": each.learnt,
        "default": about.parameter.default, "placed": each.placed,
    }  # fmt: skip


def _rates(found: Calibration) -> list[RateTold]:
    told: list[RateTold] = []
    for i, (rate, posterior) in enumerate(zip(BASE_RATES, predicted(found), strict=True)):
        low, high = wilson(rate.numerator, rate.denominator)
        defaults = float(found.defaults[i])
        told.append({
            "name": rate.name, "title": rate.title, "share": rate.share, "lo": low, "hi": high,
            "held_out": rate.held_out, "posterior": posterior[0], "posterior_lo": posterior[1],
            "posterior_hi": posterior[2], "defaults": defaults, "inside": low <= defaults <= high,
            "explained": found.qualities[i].explained, "emulator_error": found.qualities[i].error,
        })  # fmt: skip
    return told
