"""Set-up's last step: import every package that the project asks for, so that a broken environment shows at once."""

import importlib
import re
import sys
from collections.abc import Collection, Iterable, Mapping
from importlib import metadata

# Distributions whose import name cannot be told from their metadata, or that are run, not imported.
NOT_IMPORTED = frozenset({"ruff", "pandas-stubs", "lxml-stubs"})


def required(requirements: Iterable[str], extras: Collection[str]) -> list[str]:
    """Distribution names in requirement lines, those of the named extras included. Raises ValueError on a line
    that is no requirement."""
    names = []
    for line in requirements:
        extra = re.search(r"extra == ['\"]([\w-]+)['\"]", line)
        match = re.match(r"[A-Za-z0-9._-]+", line)
        if match is None:
            raise ValueError(f"not a requirement: {line!r}")
        name = re.sub(r"[-_.]+", "-", match[0]).lower()
        if name not in NOT_IMPORTED and (extra is None or extra[1] in extras):
            names.append(name)
    return names


def modules() -> dict[str, list[str]]:
    """Import names by distribution name, of all that is installed."""
    found: dict[str, list[str]] = {}
    for module, distributions in metadata.packages_distributions().items():
        for name in distributions:
            found.setdefault(re.sub(r"[-_.]+", "-", name).lower(), []).append(module)
    return found


def failures(names: Iterable[str], by_distribution: Mapping[str, list[str]]) -> list[str]:
    """One line for each distribution that is missing or does not import."""
    wrong = []
    for name in names:
        all_of_it = by_distribution.get(name, ["(not installed)"])
        own = [module for module in all_of_it if module.lower() == name.replace("-", "_")]
        for module in own or all_of_it:
            try:
                importlib.import_module(module)
            except Exception as error:  # whatever an import may raise is what the user must read
                wrong.append(f"{name}: import {module}: {type(error).__name__}: {error}")
    return wrong


def main(arguments: Collection[str]) -> int:
    """Print what does not import; exit status 1 if anything. The argument: extras, separated by commas."""
    extras = {extra for argument in arguments for extra in argument.split(",") if extra}
    names = required(metadata.requires("netra-corpus") or [], extras)
    wrong = failures(names, modules())
    for line in wrong:
        print(line, file=sys.stderr)
    if not wrong:
        light = "" if "stanza" in extras else " (light: without stanza and torch)"
        print(f"Set up: {len(names)} packages import{light}.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
