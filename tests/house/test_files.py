"""How files are kept: short, named for what they hold, and reaching only where they may."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, files, named, source, syntax

LONGEST = 250
WIDEST = 160  # of the pages' code; for Python ruff has a limit of its own
LONGEST_NAME = 70  # of a test
SAYS_NOTHING = {"util", "utils", "helper", "helpers", "common", "manager", "misc", "data", "info"}
MAY_IMPORT_EVENTLET = re.compile(r"server/patching\.py|server/realtime/server/\w+\.py|tests/.*")
MAY_READ_ENVIRONMENT = "server/settings.py"
MAY_READ_CLOCK = "server/clock.py"
# Joined here, so that this file does not break its own rule.
INDEX_HOSTS = [
    ".".join(parts)
    for parts in (("pypi", "org"), ("files", "pythonhosted", "org"), ("registry", "npmjs", "org"), ("npmjs", "com"))
]
SOMEBODYS_FOLDER = re.compile("/" + r"(?:work|home|Users|root)/\w+")


def imported(tree: ast.Module) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module or "")
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    return enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)


def called(tree: ast.Module) -> set[str]:
    return {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def test_every_file_can_be_read_at_one_sitting():
    sources = files("server/*.py", "client/*.js", "client/*.css", "setup/*.py", "tests/*test_*.py", "wsgi.py")
    assert len(sources) > 100, "the search itself must find files"
    lengths = {named(path): path.read_bytes().count(b"\n") for path in sources}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_a_line_of_the_pages_fits_on_a_screen():
    lines = [(named(path), number, line) for path in files("client/*.js") for number, line in numbered(path)]
    assert len(lines) > 3000, "the search itself must find lines"
    assert [f"{name}:{number}" for name, number, line in lines if len(line) > WIDEST] == []


def test_names_say_what_is_inside():
    assert [named(path) for path in files("server/*", "client/*", "setup/*", "tests/*") if path.stem in SAYS_NOTHING] == []


def test_a_tests_name_is_read_in_one_go():
    """What it cannot say in so few letters stands in its docstring."""
    functions = [node for _, tree in syntax("tests") for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    names = [node.name for node in functions if node.name.startswith("test_")]
    assert len(names) > 900, "the search itself must find tests"
    assert [name for name in names if len(name) > LONGEST_NAME] == []


def test_eventlet_lives_behind_one_package():
    importers = {
        named(path)
        for folder in (".", "server")
        for path, tree in syntax(folder)
        if any(n.split(".")[0] == "eventlet" for n in imported(tree))
    }
    assert "server/realtime/server/http.py" in importers, "the search itself must find an importer"
    assert [name for name in importers if not MAY_IMPORT_EVENTLET.fullmatch(name)] == []


def test_one_module_reads_the_environment():
    readers = {named(path) for path, tree in syntax("server") if called(tree) & {"os.environ", "os.getenv"}}
    assert readers == {MAY_READ_ENVIRONMENT}


def test_one_module_reads_the_wall_clock():
    asked = {"datetime.now", "datetime.utcnow", "date.today", "time.time"}
    readers = {named(path) for path, tree in syntax("server") if called(tree) & asked}
    assert readers == {MAY_READ_CLOCK}


def test_no_package_index_is_named():
    """Which index a machine asks is the machine's own setting: halls often have a mirror of their own."""
    texts = [path for path in files() if b"\0" not in path.read_bytes()[:4096]]
    assert [named(path) for path in texts if any(host in path.read_text(encoding="utf-8") for host in INDEX_HOSTS)] == []


def test_no_ones_own_folder_is_named():
    sources = files("*.py", "*.js", "*.json", "*.md", "*.toml", "*.in", "Makefile", ".ci/*")
    assert [named(path) for path in sources if SOMEBODYS_FOLDER.search(path.read_text(encoding="utf-8"))] == []


def test_pages_load_nothing_from_elsewhere():
    """The hall has no internet, and the content policy would refuse it."""
    pages = files("client/*.html", "client/*.js", "client/*.css")
    loading = re.compile(r"""(?:src|href|import|from|url|fetch)\s*[=(]?\s*["'(]*https?://""")
    assert [named(path) for path in pages if loading.search(path.read_text(encoding="utf-8"))] == []


def test_what_is_committed_is_no_secret():
    kinds = re.compile(r"\.(?:key|pem|p12|sqlite3?|db)$")
    assert [named(path) for path in files() if kinds.search(path.name)] == []
    assert (ROOT / ".gitignore").read_text().splitlines().count("/.keys/") == 1


def test_no_page_is_translated_by_a_browser():
    """A translated page shows one question and stores the answer to another; renderer.js mends what comes all the same."""
    pages = files("client/pages/*/index.html")
    assert len(pages) >= 6, "the search itself must find pages"
    for path in pages:
        page = path.read_text(encoding="utf-8")
        assert '<html lang="id" translate="no">' in page, named(path)
        assert '<meta name="google" content="notranslate" />' in page, named(path)
    assert re.findall(r"<html(?![^>]*translate=.no)[^>]*>", source("server/*.py")) == []


def test_pages_are_rendered_by_what_notices_foreign_changes():
    rendering = [
        named(path) for path in files("client/*.js") if re.search(r"import \{[^}]*\brender\b", path.read_text(encoding="utf-8"))
    ]
    assert rendering == ["client/shared/renderer.js"]
