"""`netra schedule`: the exact text for cron and systemd, with paths that both would misread if they were not quoted."""

import shlex
import shutil
import signal
import subprocess
import sys
from datetime import time
from pathlib import Path, PurePosixPath

import pytest

from corpus.cli import main
from corpus.commands.schedule import program
from corpus.errors import ExitCode
from corpus.watching.schedule import Schedule, ScheduleError, crontab_line, service_unit, timer_unit, usual_time

COMMAND = (
    "/srv/netra/.venv/bin/netra",
    "run",
    "--region",
    "33",
    "--data",
    "/srv/netra/data",
    "--since",
    "2024-08-01",
)
PLAIN = Schedule(COMMAND, PurePosixPath("/srv/netra"), time(3, 17), {"NETRA_CONTACT_URL": "https://example.org/n"})
ODD = Schedule(
    (
        "/srv/my netra/100%/bin/netra",
        "run",
        "--data",
        "/srv/my netra/data's $HOME",
        "--topic",
        'netralitas "ASN" 50%',
    ),
    PurePosixPath("/srv/my netra/100%"),
    time(14, 5),
    {"NETRA_OUTLETS": '/srv/my netra/outlets 5% "b"'},
    name="netra-jateng",
    user="netra",
)


def test_a_crontab_line() -> None:
    assert crontab_line(PLAIN) == (
        "17 3 * * * cd /srv/netra && NETRA_CONTACT_URL=https://example.org/n /srv/netra/.venv/bin/netra run --region 33 "
        "--data /srv/netra/data --since 2024-08-01 >> netra.log 2>&1\n"
    )


def test_spaces_quotes_and_percent_signs_in_a_crontab_line() -> None:
    line = crontab_line(ODD)
    assert line == (
        r"""5 14 * * * cd '/srv/my netra/100\%' && NETRA_OUTLETS='/srv/my netra/outlets 5\% "b"' """
        r"""'/srv/my netra/100\%/bin/netra' run --data '/srv/my netra/data'"'"'s $HOME' """
        r"""--topic 'netralitas "ASN" 50\%' >> netra-jateng.log 2>&1""" + "\n"
    )
    # as cron takes it apart: five fields, the rest until an unescaped %; then as the shell does
    *_, rest = line.rstrip("\n").split(" ", 5)
    words = shlex.split(rest.replace(r"\%", "%"))
    assert words[:4] == ["cd", "/srv/my netra/100%", "&&", 'NETRA_OUTLETS=/srv/my netra/outlets 5% "b"']
    assert tuple(words[4:-3]) == ODD.command


def test_a_systemd_service_of_the_users_own() -> None:
    assert service_unit(PLAIN) == (
        "[Unit]\n"
        "Description=netra: crawl, build, publish\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        "WorkingDirectory=/srv/netra\n"
        'Environment="NETRA_CONTACT_URL=https://example.org/n"\n'
        "ExecStart=/srv/netra/.venv/bin/netra run --region 33 --data /srv/netra/data --since 2024-08-01\n"
        "# 3: published, but an outlet gave nothing today; `netra status` says which\n"
        "SuccessExitStatus=3\n"
        "# the first run goes back to --since, which can take days\n"
        "TimeoutStartSec=infinity\n"
        "# the run itself tells its crawl to stop, cleanly\n"
        "KillMode=mixed\n"
        "TimeoutStopSec=2min\n"
        "Nice=10\n"
    )


def test_spaces_quotes_and_signs_in_a_service() -> None:
    lines = service_unit(ODD).splitlines()
    assert "After=network-online.target" in lines
    assert "User=netra" in lines
    assert "WorkingDirectory=/srv/my netra/100%%" in lines
    assert r'Environment="NETRA_OUTLETS=/srv/my netra/outlets 5%% \"b\""' in lines
    assert (
        r'ExecStart="/srv/my netra/100%%/bin/netra" run --data "/srv/my netra/data' + r"""'s $$HOME" """
        r'--topic "netralitas \"ASN\" 50%%"'
    ) in lines


def test_a_timer() -> None:
    assert timer_unit(ODD) == (
        "[Unit]\nDescription=netra, once a day\n\n"
        "[Timer]\nOnCalendar=*-*-* 14:05:00\nRandomizedDelaySec=20min\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None, reason="needs systemd-analyze, which is not installed here"
)
def test_systemd_can_read_the_units(tmp_path: Path) -> None:
    folder = tmp_path / "my netra 5%"
    folder.mkdir()
    script = folder / "netra"
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)
    given = Schedule((str(script), *ODD.command[1:]), folder, ODD.at, ODD.environment, "netra-x", "root")
    files = {"netra-x.service": service_unit(given), "netra-x.timer": timer_unit(given)}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in files)],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    said = [line for line in ended.stderr.splitlines() if "netra-x" in line]
    assert said == []


@pytest.mark.parametrize(
    ("command", "cron"),
    [(("/bin/netra", "run", "a\nb"), True), (("/bin/netra", "run", "a\\b"), True), (("/b$in/netra", "run"), False)],
)
def test_words_that_cannot_be_told(command: tuple[str, ...], cron: bool) -> None:
    wanted = Schedule(command, PurePosixPath("/srv"), time(3))
    with pytest.raises(ScheduleError, match=r"expected a path or word without|systemd takes no \$"):
        crontab_line(wanted) if cron else service_unit(wanted)


def test_a_name_that_is_no_file_name() -> None:
    with pytest.raises(ScheduleError, match="expected letters, digits"):
        service_unit(Schedule(COMMAND, PurePosixPath("/srv"), time(3), name="../x"))


def test_the_usual_time_lies_in_the_night_and_differs() -> None:
    times = [usual_time(f"host{number} /srv/netra") for number in range(60)]
    assert all(time(1) <= at < time(5) for at in times)
    assert len(set(times)) > 40
    assert usual_time("host0 /srv/netra") == times[0]


def test_how_this_netra_is_started(tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin" / "python"
    assert program("pytest", str(python)) == [str(python), "-m", "corpus.cli"]
    script = tmp_path / "bin" / "netra"
    script.touch()
    assert program("-c", str(python)) == [str(script)]


# The command


def netra(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(sys, "argv", ["netra", *map(str, arguments)])
    try:
        with pytest.raises(SystemExit) as ended:
            main()
    finally:
        signal.signal(signal.SIGTERM, before)
    return int(ended.value.code or 0)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "my work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("NETRA_CONTACT_URL", "https://example.org/kami")
    monkeypatch.setenv("NETRA_OUTLETS", "own outlets")
    return folder


OPTIONS = ("--family", "tribun", "--region", "33", "--since", "2024-08-01", "--at", "02:09")


def test_it_prints_the_users_paths_and_writes_nothing(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "own outlets").mkdir()
    own = 'name = "Koran Rekaan"\nfamily = "generic"\nhosts = ["koran-rekaan.id"]\nsource = "invented"\n'
    (here / "own outlets" / "koran-rekaan.toml").write_text(own + 'confidence = "D"\n')
    assert netra(monkeypatch, "schedule", *OPTIONS) == ExitCode.OK
    said = capsys.readouterr().out
    unit = here.parent / "home" / ".config" / "systemd" / "user" / "netra.service"
    assert f"# {unit}\n[Unit]\n" in said
    assert f'run --family tribun --region 33 --since 2024-08-01 --data "{here / "data"}"\n' in said
    assert f'Environment="NETRA_OUTLETS={here / "own outlets"}"' in said
    assert "OnCalendar=*-*-* 02:09:00" in said
    assert [one.name for one in here.iterdir()] == ["own outlets"]
    assert not unit.exists()
    assert netra(monkeypatch, "schedule", *OPTIONS, "--by", "cron") == ExitCode.OK
    said = capsys.readouterr().out
    assert said.startswith(f"9 2 * * * cd '{here}' && NETRA_CONTACT_URL=https://example.org/kami NETRA_OUTLETS='")
    assert said.count("\n") == 1


def test_on_request_it_writes(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("NETRA_OUTLETS")
    netra(monkeypatch, "schedule", *OPTIONS, "--name", "jateng", "--write")
    units = here.parent / "home" / ".config" / "systemd" / "user"
    assert sorted(file.name for file in units.iterdir()) == ["jateng.service", "jateng.timer"]
    assert "systemctl --user enable --now jateng.timer" in capsys.readouterr().err
    netra(monkeypatch, "schedule", *OPTIONS, "--user", "netra", "--write", "--to", here / "units")
    assert "User=netra" in (here / "units" / "netra.service").read_text()
    netra(monkeypatch, "schedule", *OPTIONS, "--by", "cron", "--write")
    assert (here / "data" / "netra.crontab").read_text().startswith("9 2 * * * ")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--at", "3"), "--at 3: expected a time as HH:MM"),
        (("--at", "24:10"), "--at 24:10: expected a time as HH:MM"),
        (("--since", "kemarin"), "--since kemarin: expected a day"),
        (("--family", "tribum"), "did you mean 'tribun'"),
        (("--name", "a/b"), "expected letters, digits"),
        (("--to", "x"), "--to says where --write writes"),
        (("--by", "cron", "--user", "netra"), "--user is for systemd"),
    ],
)
def test_wrong_options(
    options: tuple[str, ...],
    words: str,
    here: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.delenv("NETRA_OUTLETS")
    assert netra(monkeypatch, "schedule", *options) == ExitCode.USAGE
    assert words in capsys.readouterr().err
    assert list(here.iterdir()) == []


def test_the_page_shows_what_is_printed() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "periodic.md").read_text("utf-8")
    command = (COMMAND[0], "run", "--region", "33", "--since", "2024-08-01", "--data", "/srv/netra/data")
    shown = Schedule(command, PLAIN.folder, PLAIN.at, {"NETRA_CONTACT_URL": "https://example.org/netra"})
    for text in (service_unit(shown), crontab_line(shown)):
        assert "".join(f"    {line}\n" if line else "\n" for line in text.splitlines()) in page
