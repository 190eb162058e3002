"""Which outlets a crawl takes: by name, family or region, all of them, or those that its folder follows already."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.outlet import Outlet, OutletError, find_outlet


@dataclass(frozen=True)
class Choice:
    """`names`: ids, retired ones too; `families` and `regions` together name the active outlets that are of one of the
    families and lie in one of the regions (codes; a province holds its regencies); `everything`: all active ones."""

    names: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    everything: bool = False

    @property
    def empty(self) -> bool:
        return not (self.names or self.families or self.regions or self.everything)


def in_region(outlet: Outlet, region: str) -> bool:
    """Whether the outlet's home is this province or regency, or lies in this province."""
    return outlet.region is not None and (outlet.region == region or outlet.region.startswith(f"{region}."))


def filtered(
    outlets: Iterable[Outlet], *, families: Sequence[str] = (), regions: Sequence[str] = (), status: str | None = None
) -> tuple[Outlet, ...]:
    """The outlets of one of the families, in one of the regions, of that status; what is empty does not filter."""
    return tuple(
        outlet
        for outlet in outlets
        if (not families or outlet.family in families)
        and (not regions or any(in_region(outlet, region) for region in regions))
        and (status is None or outlet.status == status)
    )


def _known_family(name: str, known: Mapping[str, Outlet]) -> None:
    families = sorted({outlet.family for outlet in known.values()})
    if name not in families:
        near = difflib.get_close_matches(name, families, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"known are {', '.join(families)}"
        raise OutletError(f"unknown family {name!r}: {hint}")


def choose(known: Mapping[str, Outlet], choice: Choice, followed: Iterable[str] = ()) -> tuple[Outlet, ...]:
    """The outlets of this choice, by id; without any choice those of `followed` that are known and active. Raises
    OutletError on an unknown name or family, on a region without an outlet, and where nothing is left."""
    if choice.empty:
        own = tuple(known[name] for name in sorted(set(followed)) if name in known and known[name].status == "active")
        if own:
            return own
        active = len(filtered(known.values(), status="active"))
        raise OutletError(
            "which outlets? Name them, or choose with --family, --region or --all "
            f"({active} active ones; `netra outlets` lists them). Later crawls into the same folder go on with them"
        )
    for family in choice.families:
        _known_family(family, known)
    for region in choice.regions:
        if not filtered(known.values(), regions=(region,)):
            raise OutletError(f"no outlet in region {region!r}: expected a Kemendagri code such as 33 or 33.28")
    chosen = {name: find_outlet(name, known) for name in choice.names}
    if choice.families or choice.regions:
        found = filtered(known.values(), families=choice.families, regions=choice.regions, status="active")
        if not found:
            raise OutletError(f"no active outlet of {', '.join(choice.families)} in {', '.join(choice.regions)}")
        chosen |= {outlet.id: outlet for outlet in found}
    if choice.everything:
        chosen |= {outlet.id: outlet for outlet in filtered(known.values(), status="active")}
    return tuple(chosen[name] for name in sorted(chosen))
