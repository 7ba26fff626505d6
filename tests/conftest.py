"""What several test modules need: the real digests, where they are, and where links lead."""

import html
import os
import re
from pathlib import Path

import cmarkgfm
import pytest
from hypothesis import settings

# Messages are compared in English, whatever the language of who runs the tests.
os.environ["LC_ALL"] = "C.UTF-8"

# A shared or busy machine is slow at times; what an example finds does not depend on that.
# A rare text that fails is for who looks for one to find, with `--hypothesis-profile=explore`, not
# for whoever happens to run the tests next.
settings.register_profile("explore", deadline=None)
settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")

SHARED = Path(__file__).parent.parent.parent / "shared"
SEEDS = sorted(SHARED.glob("seeds/*.txt"))
CORPUS = sorted(SHARED.glob("corpus/digests/*.md"))

_HREF = re.compile(r'<a href="([^"]*)"')


@pytest.fixture(autouse=True, scope="session")
def user_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the key that signs caches away from the user's own."""
    folder = tmp_path_factory.mktemp("user-cache")
    os.environ["XDG_CACHE_HOME"] = str(folder)
    return folder


@pytest.fixture
def seeds() -> list[Path]:
    """Return the five seeds; skips where they are absent."""
    if not SEEDS:
        pytest.skip(f"no real digests in {SHARED}")
    return SEEDS


def hrefs(text: str) -> list[str]:
    """Return where the links of a text lead, as GitHub renders them."""
    rendered = cmarkgfm.github_flavored_markdown_to_html(text)
    return [html.unescape(href) for href in _HREF.findall(rendered)]
