"""The descriptions of a bundle that machines read: Frictionless data package, RO-Crate, CITATION.cff."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from corpus.export.shapes import Resource
from corpus.gathering.gather import file_digest


@dataclass(frozen=True)
class About:
    """What is said of a bundle. `creators`: who is to be cited; `licence`: SPDX id of the bundle's own data; `names`:
    for what purpose a names file was written with it (None: none was)."""

    title: str
    creators: Sequence[str]
    licence: str
    build_id: str
    netra_version: str
    made_at: datetime
    months: tuple[str | None, str | None]
    outlets: int
    names: str | None


@dataclass(frozen=True)
class FileEntry:
    """One file of the bundle as it lies on disk."""

    file: str
    bytes: int
    sha256: str
    rows: int | None = None


NOT_STATED = "not stated (netra export bundle --creator)"
PURPOSE = (
    "Research on how the press reports the neutrality of public servants. Not for ranking or naming persons, personnel "
    "decisions, campaigns or automated decisions. A status says what an article says, never what a person did."
)


def entry_of(file: Path, rows: int | None = None) -> FileEntry:
    """Size and digest of a file."""
    return FileEntry(file.name, file.stat().st_size, file_digest(file).removeprefix("sha256:"), rows)


def write_json(file: Path, value: object) -> None:
    """A JSON file as people read it."""
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _licence_url(licence: str) -> str:
    return f"https://spdx.org/licenses/{licence}.html"


def data_package(
    about: About, resources: Sequence[Resource], files: Mapping[str, FileEntry], name: str
) -> dict[str, Any]:
    """datapackage.json (Frictionless Data Package, version 1): one resource a table, each column described."""
    return {
        "profile": "tabular-data-package",
        "name": name,
        "title": about.title,
        "description": PURPOSE,
        "version": about.build_id,
        "created": about.made_at.isoformat(timespec="seconds"),
        "licenses": [{"name": about.licence, "path": _licence_url(about.licence)}],
        "contributors": [{"title": who, "role": "author"} for who in about.creators or (NOT_STATED,)],
        "keywords": ["Indonesia", "netralitas ASN", "news", "elections", "public servants"],
        "netra": {
            "version": about.netra_version,
            "build_id": about.build_id,
            "names_file": {"written": about.names is not None, "purpose": about.names},
        },
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": one.name,
                "path": files[one.name].file,
                "description": one.about,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": files[one.name].bytes,
                "hash": f"sha256:{files[one.name].sha256}",
                "schema": one.schema,
            }
            for one in resources
        ],
    }


def ro_crate(about: About, entries: Sequence[FileEntry], descriptions: Mapping[str, str]) -> dict[str, Any]:
    """ro-crate-metadata.json (RO-Crate 1.1): the folder, its files with size and digest, what made it."""
    people: list[dict[str, Any]] = [
        {"@id": f"#creator-{number}", "@type": "Person", "name": who}
        for number, who in enumerate(about.creators, start=1)
    ]
    first, last = about.months
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": about.title,
        "description": PURPOSE,
        "datePublished": about.made_at.date().isoformat(),
        "version": about.build_id,
        "license": {"@id": _licence_url(about.licence)},
        "creator": [{"@id": one["@id"]} for one in people],
        "spatialCoverage": "Indonesia",
        "hasPart": [{"@id": one.file} for one in entries],
        "mentions": {"@id": "#netra-export"},
    }
    if first and last:
        root["temporalCoverage"] = f"{first}/{last}"
    return {
        "@context": "https://w3id.org/ro/crate/1.1/context",
        "@graph": [
            {
                "@id": "ro-crate-metadata.json",
                "@type": "CreativeWork",
                "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
                "about": {"@id": "./"},
            },
            root,
            *people,
            {"@id": _licence_url(about.licence), "@type": "CreativeWork", "name": about.licence},
            {
                "@id": "#netra",
                "@type": "SoftwareApplication",
                "name": "netra",
                "softwareVersion": about.netra_version,
            },
            {
                "@id": "#netra-export",
                "@type": "CreateAction",
                "name": "netra export bundle",
                "instrument": {"@id": "#netra"},
                "endTime": about.made_at.isoformat(timespec="seconds"),
                "result": {"@id": "./"},
            },
            *(
                {
                    "@id": one.file,
                    "@type": "File",
                    "name": one.file,
                    "description": descriptions.get(one.file, ""),
                    "encodingFormat": _FORMATS[Path(one.file).suffix],
                    "contentSize": str(one.bytes),
                    "sha256": one.sha256,
                }
                for one in entries
            ),
        ],
    }


_FORMATS = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".md": "text/markdown",
    ".cff": "application/yaml",
}


def citation(about: About) -> str:
    """CITATION.cff (Citation File Format 1.2.0)."""
    lines = [
        "cff-version: 1.2.0",
        "message: Cite the build id; two builds of one corpus can differ.",
        "type: dataset",
        f"title: {json.dumps(about.title, ensure_ascii=False)}",
        f"version: {json.dumps(about.build_id)}",
        f"date-released: {about.made_at.date().isoformat()}",
        f"license: {json.dumps(about.licence)}",
        "authors:",
    ]
    lines += [f"  - name: {json.dumps(who, ensure_ascii=False)}" for who in about.creators or (NOT_STATED,)]
    lines += ["references:", "  - type: software", "    title: netra", f"    version: {json.dumps(about.netra_version)}",
              "    authors:", "      - name: The netra maintainers"]  # fmt: skip
    return "\n".join(lines) + "\n"
