"""What several test modules need: the real digests, where they are."""

from pathlib import Path

import pytest
from hypothesis import settings

# A shared or busy machine is slow at times; what an example finds does not depend on that.
settings.register_profile("digestlint", deadline=None)
settings.load_profile("digestlint")

SHARED = Path(__file__).parent.parent.parent / "shared"
SEEDS = sorted(SHARED.glob("seeds/*.txt"))
CORPUS = sorted(SHARED.glob("corpus/digests/*.md"))


@pytest.fixture
def seeds() -> list[Path]:
    """Return the five seeds; skips where they are absent."""
    if not SEEDS:
        pytest.skip(f"no real digests in {SHARED}")
    return SEEDS
