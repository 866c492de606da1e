"""`python -m experiments.site` builds the site into build/site (`make site`)."""

import sys

from experiments.site.build import build
from experiments.site.places import SITE


def main() -> int:
    """Build the site; say what is wrong with it, or where it is. The exit status."""
    wrong = build()
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    if not wrong:
        print(f"{SITE}/index.html")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
