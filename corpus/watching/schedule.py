"""`netra run` by the clock: the text of a systemd service and timer, and of a crontab line, with a user's paths."""

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time
from hashlib import blake2b
from pathlib import PurePath

# Between 1 and 5 o'clock hosts have few readers; crawls that all start on the hour meet there.
_FIRST_MINUTE, _MINUTES = 60, 240
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_PLAIN = re.compile(r"[A-Za-z0-9_@+=:,./-]+")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


class ScheduleError(ValueError):
    """A word that cron or systemd cannot be told; the message says which."""


@dataclass(frozen=True)
class Schedule:
    """`command`: program (absolute) and its words; `folder`: where it starts (absolute); `environment`: what it needs of
    the user's; `user`: of a system unit (None: a unit of the user's own manager)."""

    command: Sequence[str]
    folder: PurePath
    at: time
    environment: Mapping[str, str] = field(default_factory=dict)
    name: str = "netra"
    user: str | None = None


def usual_time(seed: str) -> time:
    """A minute between 1 and 5 o'clock that follows from the seed (host and folder): the same in each call, another one
    on another machine."""
    number = int.from_bytes(blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "big")
    minute = _FIRST_MINUTE + number % _MINUTES
    return time(minute // 60, minute % 60)


def _checked(schedule: Schedule, forbidden: str = "") -> None:
    words = [*schedule.command, str(schedule.folder), *schedule.environment.values()]
    for word in words:
        if _CONTROL.search(word) or any(sign in word for sign in forbidden):
            signs = f"line breaks, control characters{' or ' + ' '.join(forbidden) if forbidden else ''}"
            raise ScheduleError(f"{word!r}: expected a path or word without {signs}; choose another folder")
    if not _NAME.fullmatch(schedule.name):
        raise ScheduleError(f"name {schedule.name!r}: expected letters, digits, hyphens and underscores")


def crontab_line(schedule: Schedule) -> str:
    """The line of a user's crontab, once a day; what the run says goes to `<name>.log` in the folder. Words are quoted
    for the shell, and % for cron, which would end the command there. Raises ScheduleError."""
    _checked(schedule, forbidden="\\")  # crons differ in what a backslash before another sign means
    given = " ".join(f"{name}={shlex.quote(value)}" for name, value in sorted(schedule.environment.items()))
    shell = f"cd {shlex.quote(str(schedule.folder))} && {given + ' ' if given else ''}{shlex.join(schedule.command)}"
    shell += f" >> {shlex.quote(schedule.name + '.log')} 2>&1"
    return f"{schedule.at.minute} {schedule.at.hour} * * * " + shell.replace("%", r"\%") + "\n"


def _word(word: str) -> str:
    """One word of ExecStart=: % begins a specifier and $ a variable there."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return escaped if _PLAIN.fullmatch(word) else f'"{escaped}"'


def _assignment(name: str, value: str) -> str:
    escaped = f"{name}={value}".replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'Environment="{escaped}"'


def service_unit(schedule: Schedule) -> str:
    """The text of `<name>.service`. Raises ScheduleError."""
    _checked(schedule)
    program, *words = schedule.command
    if "$" in program or str(schedule.folder) != str(schedule.folder).strip():
        raise ScheduleError(f"{program!r}, {str(schedule.folder)!r}: systemd takes no $ or outer spaces there")
    # the manager of a single user knows no network-online.target
    network = ["After=network-online.target", "Wants=network-online.target"] if schedule.user else []
    lines = [
        "[Unit]",
        "Description=netra: crawl, build, publish",
        *network,
        "",
        "[Service]",
        "Type=oneshot",
        *([f"User={schedule.user}"] if schedule.user else []),
        f"WorkingDirectory={str(schedule.folder).replace('%', '%%')}",
        *(_assignment(name, value) for name, value in sorted(schedule.environment.items())),
        f"ExecStart={' '.join(map(_word, [program, *words]))}",
        "# 3: published, but an outlet gave nothing today; `netra status` says which",
        "SuccessExitStatus=3",
        "# the first run goes back to --since, which can take days",
        "TimeoutStartSec=infinity",
        "# the run itself tells its crawl to stop, cleanly",
        "KillMode=mixed",
        "TimeoutStopSec=2min",
        "Nice=10",
    ]
    return "\n".join(lines) + "\n"


def timer_unit(schedule: Schedule) -> str:
    """The text of `<name>.timer`: once a day, and at once where the machine was off at that time."""
    return (
        "[Unit]\nDescription=netra, once a day\n\n"
        f"[Timer]\nOnCalendar=*-*-* {schedule.at:%H:%M}:00\nRandomizedDelaySec=20min\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
