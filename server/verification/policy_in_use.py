"""Which limits judge faces here: those of the network in use, and of no other."""

from pathlib import Path

from server.faces.face_model import OWN, FaceModelRefused, chosen
from server.identity.policy import DLIB_2026, Policy
from server.identity.policy_file import UnreadablePolicy, from_text
from server.settings import Settings, SettingsRefused


def policy_in_use(settings: Settings) -> Policy:
    try:
        model, folder = chosen(settings.face_model)
    except FaceModelRefused as refused:
        raise SettingsRefused(f"LUGAS_FACE_MODEL: {refused}") from refused
    if settings.face_policy:
        return _of(Path(settings.face_policy), model.name)
    if model.name in OWN:
        return DLIB_2026
    if not model.policy or folder is None:
        raise SettingsRefused(
            f"LUGAS_FACE_MODEL: {model.name} has no policy; `flask faces calibrate` writes one, LUGAS_FACE_POLICY names it"
        )
    return _of(folder / model.policy, model.name)


def _of(path: Path, model: str) -> Policy:
    try:
        file = from_text(path.read_text(encoding="utf-8"), DLIB_2026)
    except (OSError, UnicodeDecodeError, UnreadablePolicy) as error:
        raise SettingsRefused(f"LUGAS_FACE_POLICY: {path}: {error}") from error
    # The two precisions of dlib's network differ less than two pictures taken in one second.
    if file.model != model and not {file.model, model} <= OWN.keys():
        raise SettingsRefused(f"LUGAS_FACE_POLICY: {path} was calibrated for {file.model}, but {model} is in use")
    return file.policy
