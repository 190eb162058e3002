"""The file of tombstones as an input of a build."""

from pathlib import Path

import duckdb

from corpus.duty.tombstones import digest, path_of, read
from corpus.records import Collection, Input


def note_tombstones(data: Path, collection: Collection) -> None:
    """Note the file among the inputs: another one makes another corpus, with another build_id."""
    file, found = path_of(data), digest(data)
    if found is not None:
        collection.inputs.append(
            Input(f"{file.parent.name}/{file.name}", "tombstones", file.stat().st_size, found, len(read(data)))
        )


def same_tombstones(data: Path, corpus: Path) -> bool:
    """Whether the published corpus was made with the tombstones that are there now; False where it cannot be told."""
    if not corpus.is_file():
        return True
    try:
        with duckdb.connect(":memory:", config={"autoinstall_known_extensions": False}) as connection:
            connection.execute(f"ATTACH '{str(corpus).replace(chr(39), chr(39) * 2)}' AS corpus (READ_ONLY)")
            rows = connection.execute("SELECT digest FROM corpus.build_inputs WHERE kind = 'tombstones'").fetchall()
    except duckdb.Error:
        return digest(data) is None
    return (rows[0][0] if rows else None) == digest(data)
