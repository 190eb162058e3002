"""The replica portals of the repository, started for a demonstration."""

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import NetraError, NothingThere

SCRIPT = Path("tests/portals/serve.py")
SITES = "sites.toml"  # beside the script: a table for each outlet that has a replica
_WAIT_S = 30


def replica_script() -> Path:
    """Where the replicas' server lies: beside the package in a clone. Raises NothingThere where it is not."""
    file = Path(__file__).resolve().parent.parent / SCRIPT
    if not file.is_file():
        raise NothingThere(
            f"{file}: the replica portals are not part of the installed package; clone the repository and run "
            "`make corpus` there"
        )
    return file


def replica_outlets() -> tuple[str, ...]:
    """Ids of the outlets that have a replica. Raises NothingThere as `replica_script`."""
    return tuple(tomllib.loads((replica_script().parent / SITES).read_text(encoding="utf-8")))


@contextmanager
def replicas(script: Path | None = None) -> Iterator[Mapping[str, str]]:
    """Serve the seven replicas on free loopback ports for the time of the block; yields the environment that leads a
    crawl to them. Raises NothingThere, NetraError where the server does not start."""
    command = [sys.executable, str(script or replica_script())]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as server:
        try:
            line = server.stdout.readline() if server.stdout else ""
            try:
                told = json.loads(line)
                proxy, authority = told["proxy"], told["ca"]
            except (ValueError, KeyError) as error:
                raise NetraError(f"{command[-1]}: the replica portals did not start: {line.strip()!r}") from error
            yield {
                "https_proxy": proxy,
                "http_proxy": proxy,
                "HTTPS_PROXY": proxy,
                "HTTP_PROXY": proxy,
                "no_proxy": "",
                "NO_PROXY": "",
                "SSL_CERT_FILE": authority,
            }
        finally:
            # the end of its standard input is the server's sign to stop
            if server.stdin:
                server.stdin.close()
            try:
                server.wait(_WAIT_S)
            except subprocess.TimeoutExpired:
                server.kill()
