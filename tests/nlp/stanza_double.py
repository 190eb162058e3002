"""A place for Stanza's downloads in the form of the real one: a list of models, and files that hold only their name."""

import json
from hashlib import md5
from pathlib import Path
from typing import Any

FILES = {
    ("pos", "csui_charlm"): [("pretrain", "conll17"), ("forward_charlm", "oscar2023")],
    ("depparse", "csui_charlm"): [("pretrain", "conll17"), ("forward_charlm", "oscar2023")],
    ("lemma", "csui_nocharlm"): [],
    ("tokenize", "csui"): [],
    ("pretrain", "conll17"): [],
    ("forward_charlm", "oscar2023"): [],
}
"""(kind, name) -> what it depends on."""
WANTED = sorted(f"id/{kind}/{name}.pt" for kind, name in FILES if kind != "tokenize")


def resources() -> dict[str, Any]:
    """The list of models, without the entry for gsd."""
    indonesian: dict[str, Any] = {
        "lang_name": "Indonesian",
        "packages": {"csui": {kind: name for kind, name in FILES if name.startswith("csui")}},
    }
    for (kind, name), needs in FILES.items():
        entry = {"md5": md5(name.encode()).hexdigest()}
        listed = [{"model": model, "package": package} for model, package in needs]
        indonesian.setdefault(kind, {})[name] = entry | ({"dependencies": listed} if listed else {})
    return {"id": indonesian, "url": "nowhere/{lang}/{filename}"}


def fill(folder: Path, version: str) -> None:
    """What a server of models offers: the list and the files, under id/."""
    (folder / f"resources_{version}.json").write_text(json.dumps(resources()), "utf-8")
    for kind, name in FILES:
        file = folder / "id" / kind / f"{name}.pt"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name, "utf-8")
