"""`flask faces …`: compare two photos, evaluate an operator's own, and calibrate the limits on them."""

import json
from pathlib import Path
from typing import Any

import click

from server.catalogue import words
from server.commands import face_evaluation
from server.commands.cli import CliGroup, Refused, echo_words, file_fault, refused
from server.commands.face_answers import comparison, evaluation
from server.commands.face_evaluation import EvaluationRun, Measured
from server.commands.labelled_pairs import Pair, UnreadablePairs, read_pairs
from server.context import hall
from server.faces.face_model import OWN, FaceModel, FaceModelRefused, chosen, resolved
from server.faces.measurement import Measurement
from server.identity.policy import DLIB_2026, Policy
from server.identity.policy_file import PolicyFile, as_text
from server.identity.rates.calibration import CannotCalibrate, calibrated
from server.reports.face_errors import Evaluated, page
from server.settings import SettingsRefused
from server.storage import private_files
from server.verification.photos import PhotoModels, PhotosUnavailable, measured_photos
from server.verification.policy_in_use import policy_in_use

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_MOST_FAULTS = 50
_TOLD_EVERY = 500


class FacesCliGroup(CliGroup):
    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UnreadablePairs as unreadable:
            lines = [*map(file_fault, unreadable.faults[:_MOST_FAULTS]), words("pairs_unreadable", count=len(unreadable.faults))]
            raise Refused("\n".join(lines)) from unreadable
        except CannotCalibrate as cannot:
            raise refused(f"refused_{cannot.code}", **cannot.parameters) from cannot
        except (PhotosUnavailable, FaceModelRefused, SettingsRefused) as unavailable:
            raise refused("faces_unusable", reason=str(unavailable)) from unavailable


@click.group(cls=FacesCliGroup)
def faces() -> None:
    """Pengenalan wajah: membandingkan, menguji, dan menyetel batasnya."""


@faces.command("compare")
@click.argument("first", type=_FILE)
@click.argument("second", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def compare(first: Path, second: Path, as_json: bool) -> None:
    """Bandingkan dua foto: selisih, mutu, dan putusan menurut kebijakan yang dipakai."""
    policy = policy_in_use(hall().settings)
    outcomes = dict(measured_photos(_models(), [first, second]))
    for path in (first, second):
        if not isinstance(outcomes[path], Measurement):
            raise refused("compare_unreadable", name=path.name)
    answer = comparison(outcomes[first], outcomes[second], policy)
    if as_json:
        click.echo(json.dumps(answer, indent=2))
        return
    distance = "–" if answer["distance"] is None else _number(answer["distance"])
    echo_words("compared", distance=distance, limit=_number(policy.match_limit), verdict=_in_words(answer["verdict"]))


@faces.command("evaluate")
@click.argument("pairs", type=_FILE)
@click.option("--images", type=_FOLDER, required=True, help="Folder foto yang ditulis dalam PAIRS.")
@click.option("--report", type=_FILE, help="Halaman laporan; biasanya face-report.html dalam folder instance.")
@click.option("--json", "as_json", is_flag=True, help="Tulis sebagai JSON.")
def evaluate(pairs: Path, images: Path, report: Path | None, as_json: bool) -> None:
    """Uji pada foto berlabel: PAIRS adalah CSV berkolom file_x, file_y, same (yes atau no), dan bila perlu group."""
    model, _ = chosen(hall().settings.face_model)
    listed, found = _measured(pairs, images)
    run = EvaluationRun(face_evaluation.run_name(pairs, model), model, _policy_if_any(model), images)
    result = face_evaluation.evaluated(run, listed, found)
    written = report or hall().settings.instance / "face-report.html"
    private_files.write(written, page(result))
    if as_json:
        click.echo(json.dumps(evaluation(result) | {"report": str(written)}, indent=2))
    else:
        _echo_result(result, written)


@faces.command("calibrate")
@click.argument("pairs", type=_FILE)
@click.option("--images", type=_FOLDER, required=True, help="Folder foto yang ditulis dalam PAIRS.")
@click.option("--out", type=_FILE, required=True, help="Berkas kebijakan yang ditulis (JSON).")
@click.option(
    "--strangers",
    type=click.FloatRange(1e-6, 0.1),
    default=0.001,
    show_default=True,
    help="FMR yang boleh terjadi pada satu pemeriksaan.",
)
def calibrate(pairs: Path, images: Path, out: Path, strangers: float) -> None:
    """Tulis kebijakan baru dari foto berlabel; LUGAS_FACE_POLICY menunjuk berkasnya."""
    model, _ = chosen(hall().settings.face_model)
    listed, found = _measured(pairs, images)
    known = face_evaluation.compared(listed, found)
    people = len({person for pair in known for person in pair.people})
    run = face_evaluation.run_name(pairs, model)
    source = f"{model.name}, run {run} of {hall().works.now():%Y-%m-%d}: {len(known)} pairs of {people} people"
    policy = calibrated(known, _policy_if_any(model) or DLIB_2026, source, strangers)
    private_files.write(out, as_text(PolicyFile(model.name, policy)).encode())
    echo_words("calibrated", file=out, limit=_number(policy.match_limit), run=run, pairs=len(known), people=people)
    echo_words("calibrated_next", file=out.resolve())


def _measured(pairs: Path, images: Path) -> tuple[list[Pair], Measured]:
    listed = read_pairs(pairs, images)
    return listed, face_evaluation.measured(listed, _models(), _print_progress)


def _print_progress(done: int, of: int) -> None:
    """On stderr, so that a list of thousands is seen to go on."""
    if done % _TOLD_EVERY == 0:
        click.echo(words("measured_so_far", done=done, of=of), err=True)


def _models() -> PhotoModels:
    settings = hall().settings
    return PhotoModels(settings.models, resolved(settings.face_model))


def _policy_if_any(model: FaceModel) -> Policy | None:
    """A network that is still to be calibrated has none."""
    settings = hall().settings
    return policy_in_use(settings) if model.name in OWN or settings.face_policy or model.policy else None


def _echo_result(result: Evaluated, written: Path) -> None:
    echo_words(
        "evaluated",
        run=result.run,
        model=result.model,
        photos=result.photos,
        missed=len(result.missed),
        unreadable=len(result.unreadable),
    )
    if result.rates is None:
        echo_words("evaluated_too_few")
    else:
        at = result.rates.at_limit
        echo_words("evaluated_rates", limit=_number(at.limit), fmr=_number(100 * at.fmr), fnmr=_number(100 * at.fnmr))
        echo_words("evaluated_curves", eer=_number(100 * result.rates.eer), auc=_number(result.rates.auc, 5))
    echo_words("evaluated_page", file=written)


def _in_words(verdict: str) -> str:
    sentences = {"same": words("compared_same"), "different": words("compared_different"), "unsure": words("compared_unsure")}
    return sentences[verdict]


def _number(value: float, places: int = 3) -> str:
    return f"{value:.{places}f}".replace(".", ",")


COMMANDS = (faces,)
