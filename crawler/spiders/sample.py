"""A random sample of what a topic leaves out, so that it can be estimated how much of the topic it misses."""

from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True)
class Sample:
    """`share` (0 to 1) of all addresses, drawn by a digest of seed and address: the same ones in every run."""

    share: float = 0.0
    seed: str = "netra"

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"sample: expected a share from 0 to 1, got {self.share}")

    def takes(self, canonical: str) -> bool:
        """Whether the article of this canonical address is drawn."""
        if not self.share:
            return False
        digest = blake2b(f"{self.seed}\n{canonical}".encode("utf-8", "surrogatepass"), digest_size=8).digest()
        return int.from_bytes(digest, "big") < self.share * 2**64


NO_SAMPLE = Sample()
