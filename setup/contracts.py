"""A contract for import-linter: packages that may import nothing but the standard library and themselves."""

import sys
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyStandardLibrary(Contract):
    packages = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        strangers: list[str] = []
        for package in self.packages:  # type: ignore[attr-defined]
            if package not in graph.modules:
                continue
            for module in {package} | graph.find_descendants(package):
                strangers += [
                    f"{module} imports {imported}"
                    for imported in graph.find_modules_directly_imported_by(module)
                    if not _allowed(imported, package)
                ]
        return ContractCheck(kept=not strangers, metadata={"strangers": sorted(strangers)})

    def render_broken_contract(self, check: ContractCheck) -> None:
        strangers: list[Any] = check.metadata["strangers"]
        for stranger in strangers:
            output.print_error(stranger)


def _allowed(imported: str, package: str) -> bool:
    return imported.split(".")[0] in sys.stdlib_module_names or imported == package or imported.startswith(package + ".")
