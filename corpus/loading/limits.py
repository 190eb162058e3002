"""How much memory DuckDB may take while a corpus is loaded."""

import duckdb

from corpus.errors import UsageProblem


def set_memory(connection: duckdb.DuckDBPyConnection, memory: str | None) -> None:
    """Set DuckDB's memory_limit ("4GB"; None leaves it: 80 % of the machine's). Raises UsageProblem where that is no
    size."""
    if memory is None:
        return
    try:
        connection.execute(f"SET memory_limit = '{memory.replace(chr(39), chr(39) * 2)}'")
    except duckdb.Error as error:
        raise UsageProblem(f"memory {memory!r}: expected a size, as 4GB or 500MB") from error


def check_memory(memory: str | None) -> None:
    """Raises UsageProblem where that is no size: before the hours that reading and tagging take."""
    with duckdb.connect(":memory:") as probe:
        set_memory(probe, memory)
