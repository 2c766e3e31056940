"""The list of what a hall runs on is complete."""

import json
import re

from setup.said import ROOT
from setup.sbom import write_sbom


def test_the_list_names_every_pin_with_a_hash_and_the_face_network(tmp_path):
    server, client = (json.loads(path.read_text()) for path in write_sbom(tmp_path))
    assert (server["bomFormat"], client["bomFormat"]) == ("CycloneDX", "CycloneDX")
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)", (ROOT / "requirements.txt").read_text(), re.MULTILINE))
    listed = {part["name"]: part for part in server["components"]}
    assert set(pins) <= set(listed)
    assert [name for name in pins if not listed[name]["externalReferences"][0]["hashes"]] == []
    assert listed["face_detection_short_range.tflite"]["hashes"]
    wanted = json.loads((ROOT / "client/package.json").read_text())
    names = {f"{part.get('group', '')}/{part['name']}".lstrip("/") for part in client["components"]}
    assert set(wanted["dependencies"]) <= names
    assert not set(wanted["devDependencies"]) & names
