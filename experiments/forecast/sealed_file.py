"""The sealed file: probabilities of dated questions, in a form that cannot change unnoticed.

It is canonical JSON: one text for one content, so that its SHA-256 stands for the forecast. Whoever has seen that hash
can tell later whether a file is the one that was sealed. Inside, `digest` is the SHA-256 of all the rest: without the
hash it still catches a slip or a careless edit, though not a forger, who would write a new one.
"""

import hashlib
import json
import os
from datetime import date, datetime
from math import fsum
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from experiments.estimates.proper_scores import ScoreKind
from experiments.store.files import refuse_unwritable, write_whole
from experiments.words.regular import opened

MAX_BYTES = 50_000_000
SLACK = 1e-9  # by which the probabilities of a question may miss 1

Chance = Annotated[float, Field(gt=0, lt=1)]
Share = Annotated[float, Field(ge=0, le=1)]


class SealError(Exception):
    """A file that cannot be written where it was asked for, or is no whole sealed forecast; the message says why."""


class Part(BaseModel):
    """Anything in a sealed file: nothing beside what is listed, and nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Category(Part):
    """An answer that a question may have."""

    name: str
    """Its name; `yes` or `no` of a yes/no question."""
    condition: dict[str, Any]
    """What must hold for it, in the scenario's vocabulary, with its date."""
    n: int = Field(ge=0)
    """Histories that gave this answer."""
    p: Share
    """Their share."""
    lo: Share
    """Lower end of the share's 95 % Wilson interval."""
    hi: Share
    """Upper end of it."""
    forecast: Chance
    """The probability to be scored (`experiments.estimates.proper_scores.estimator`): never 0 or 1."""
    base_rate: Chance | None
    """How often such things happen; null where no base rate was given."""


class Asked(Part):
    """A question and its probabilities."""

    name: str
    """Its name, by which it is resolved."""
    title: str
    """The question in words."""
    by: date
    """The day by which it is answered."""
    read_at: date
    """End of the round in which that day falls: when histories were read."""
    resolves: str | None
    """How public events tell the answer."""
    block: str
    """Questions of one block are drawn again together."""
    evidence: list[dict[str, Any]]
    """Where the base rate comes from, as the question's file says, with what its `source` is called."""
    categories: list[Category] = Field(min_length=2)
    """Its answers, in order."""

    @property
    def answers(self) -> list[str]:
        """Names of the categories, in order."""
        return [category.name for category in self.categories]

    @property
    def forecast(self) -> list[float]:
        """Probabilities to be scored, in order."""
        return [category.forecast for category in self.categories]

    @property
    def base_rate(self) -> list[float] | None:
        """Base rates, in order; None where there are none."""
        rates = [category.base_rate for category in self.categories if category.base_rate is not None]
        return rates or None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if len(set(self.answers)) != len(self.answers):
            raise ValueError("two categories have one name")
        for given in (self.forecast, self.base_rate):
            if given is not None and (len(given) != len(self.categories) or abs(fsum(given) - 1) > SLACK):
                raise ValueError("the probabilities of the categories do not add up to 1")
        return self


def reasons(question: Asked) -> list[str]:
    """Where a question's base rate comes from, a phrase each, as its evidence says; none without a base rate."""
    return [_reason(each) for each in question.evidence] if question.base_rate is not None else []


def _reason(evidence: dict[str, Any]) -> str:
    """A piece of evidence in words: what is assumed, or what follows from which source."""
    if "assumed" in evidence:
        return f"assumed: {evidence['assumed']}"
    kind = "quoted" if "quoted" in evidence else "inferred"
    source = evidence.get("source", evidence.get(kind, ""))  # sealed before sources were named, its key only
    return f"“{evidence.get('text', '')}” ({source})" if kind == "quoted" else f"{evidence.get('how', '')} ({source})"


class Spread(Part):
    """A mean score over the questions, among histories: what to expect if the forecast is right."""

    mean: float
    """Mean over histories."""
    lo: float
    """It is below this in 2.5 % of them at most."""
    hi: float
    """It is above this in 2.5 % of them at most."""


class Forecast(Part):
    """A sealed file."""

    parley_forecast: Literal[1]
    """Version of the format."""
    title: str
    """Title of the questions."""
    scenario: str
    """Title of the scenario."""
    scenario_sha256: str
    """Hash of the scenario as it ran, every default written out, without the questions."""
    questions_sha256: str
    """Hash of what the question file says, whatever its layout and comments."""
    as_of: date
    """The scenario's date of knowledge."""
    sealed_at: datetime
    """When this was written, UTC."""
    seed: int = Field(ge=0)
    """Seed of the histories."""
    histories: int = Field(ge=1)
    """Number of histories, N."""
    rules_sha256: str
    """Hash of the rule book."""
    overrides: list[str]
    """What `--set` changed in the scenario."""
    versions: dict[str, str]
    """Versions of parley and what its bits depend on."""
    platform: dict[str, str]
    """The kind of machine: the bits hold for one processor and C library."""
    expected: dict[ScoreKind, Spread]
    """Mean `brier`, `log` and `rps` over all questions if the histories are right, their dependence included."""
    questions: list[Asked] = Field(min_length=1)
    """The questions, in the order of their file."""
    digest: str
    """SHA-256 of all the rest, in canonical form."""

    @model_validator(mode="after")
    def _named_once(self) -> Self:
        names = [question.name for question in self.questions]
        if len(set(names)) != len(names):
            raise ValueError("two questions have one name")
        return self


def canonical(data: Any) -> bytes:
    """The one JSON text of some plain data: keys sorted, indented by one, UTF-8, a newline at the end."""
    return (json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def text_of(forecast: Forecast) -> bytes:
    """The file of a forecast, with its digest."""
    content = forecast.model_dump(mode="json", exclude={"digest"})
    return canonical(content | {"digest": sha256(canonical(content))})


def sha256(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def refuse_existing(path: Path) -> None:
    """SealError if a file cannot be written there anew, to be known before histories are played."""
    if path.exists() or path.is_symlink():
        raise SealError(f"{path} exists already, and a sealed forecast is never overwritten: choose another --out")
    if not path.parent.is_dir():
        raise SealError(f"{path}: there is no folder {path.parent}")
    try:
        refuse_unwritable(path)
    except OSError as error:
        raise SealError(f"{path} cannot be written: {error.strerror or error}") from None


def write(path: Path, data: bytes) -> None:
    """Write a new file, whole or not at all; SealError if there is one or it cannot be written."""
    refuse_existing(path)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))  # ours, whoever else may be writing
    except OSError as error:
        raise SealError(f"{path} cannot be written: {error.strerror or error}") from None
    try:
        write_whole(path, data)
    except OSError as error:
        path.unlink()
        raise SealError(f"{path} cannot be written: {error.strerror or error}") from None


def read(path: Path, expected_sha256: str | None = None) -> tuple[Forecast, str]:
    """A sealed forecast and the hash of its file; SealError if it is none, was changed, or has another hash."""
    data = _bytes(path)
    found = sha256(data)
    if expected_sha256 is not None and found != expected_sha256.strip().lower():
        raise SealError(f"{path} is not the file that was sealed: its SHA-256 is {found}, not {expected_sha256}")
    try:
        forecast = Forecast.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise SealError(f"{path} is no sealed forecast: {where + ': ' if where else ''}{first['msg']}") from None
    if not _is_canonical(forecast, data):
        raise SealError(f"{path} was changed after it was sealed: its digest does not fit its content")
    return forecast, found


def _is_canonical(forecast: Forecast, data: bytes) -> bool:
    """Whether this is the very text of the forecast."""
    try:
        return text_of(forecast) == data
    except ValueError:  # a condition with a number that no file of ours has
        return False


def _bytes(path: Path) -> bytes:
    try:
        with opened(path) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise SealError(f"{path}: there is no such file") from None
    except OSError as error:
        raise SealError(f"{path} cannot be read: {error.strerror or error}") from None
    if len(data) > MAX_BYTES:
        raise SealError(f"{path} is larger than {MAX_BYTES:,} bytes")
    return data
