"""What `make` does before it runs or tests: `python3 -m setup.prepare run` or `test`."""

import sys

from setup import system
from setup.downloads import FACE_MODEL, TEST_MATERIAL, fetch
from setup.packages import install_client, install_python, pack_client
from setup.said import INSTANCE, PYTHON, Missing, run


def to_run(*, with_types: bool = False) -> None:
    system.ready_to_run()
    INSTANCE.mkdir(exist_ok=True)
    install_python("requirements.txt")
    install_client(with_types=with_types)
    pack_client()
    fetch(FACE_MODEL)
    run([PYTHON, "-m", "server.faces.build.model_files"], "building the face network")


def to_test() -> None:
    to_run(with_types=True)
    system.ready_to_test()
    install_python("requirements-dev.txt")
    for source in TEST_MATERIAL:
        fetch(source)


if __name__ == "__main__":
    try:
        {"run": to_run, "test": to_test}[sys.argv[1]]()
    except Missing as missing:
        sys.exit(f"lugas: {missing}")
    except KeyboardInterrupt:
        sys.exit("lugas: stopped")
    except OSError as error:
        sys.exit(f"lugas: {error.filename or 'the machine'}: {error.strerror}")
