"""`make sbom`: what a hall runs on, as two CycloneDX lists in instance/sbom, from the pins and their hashes."""

import json
import sys
from pathlib import Path

from setup.downloads import FACE_MODEL
from setup.packages import CLIENT, npm
from setup.said import INSTANCE, ROOT, VENV, Missing, run, say


def write_sbom(folder: Path) -> tuple[Path, Path]:
    """Write the server's and the client's list into `folder`; the pins must be installed (`make setup-tests`)."""
    folder.mkdir(parents=True, exist_ok=True)
    server, client = folder / "server.cdx.json", folder / "client.cdx.json"
    run(
        [
            VENV / "bin" / "cyclonedx-py",
            "requirements",
            ROOT / "requirements.txt",
            "--pyproject",
            ROOT / "pyproject.toml",
            "--output-format",
            "JSON",
            "--output-reproducible",
            "--output-file",
            server,
        ],
        "listing the server's packages",
    )
    listed = json.loads(server.read_text(encoding="utf-8"))
    listed["components"] += _models()
    server.write_text(json.dumps(listed, indent=1), encoding="utf-8")
    packages = run([*npm(), "sbom", "--sbom-format", "cyclonedx", "--omit", "dev"], "listing the client's packages", cwd=CLIENT)
    client.write_text(packages, encoding="utf-8")
    return server, client


def _models() -> list[dict[str, object]]:
    """The network that no package of ours brings: taken out of another one at set-up."""
    return [
        {
            "type": "machine-learning-model",
            "bom-ref": f"model-{name}",
            "name": name,
            "description": f"{wanted.member} of {FACE_MODEL.package}",
            "hashes": [{"alg": "SHA-256", "content": wanted.sha256}],
        }
        for name, wanted in FACE_MODEL.files.items()
    ]


if __name__ == "__main__":
    try:
        for written in write_sbom(INSTANCE / "sbom"):
            say(f"sbom: {written.relative_to(ROOT)}")
    except Missing as missing:
        sys.exit(f"lugas: {missing}")
