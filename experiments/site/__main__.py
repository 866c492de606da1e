"""`python -m experiments.site` builds the site into build/site (`make site`)."""

import sys

from experiments.site.build import build
from experiments.site.places import SITE

wrong = build()
for sentence in wrong:
    print(sentence, file=sys.stderr)
if wrong:
    sys.exit(1)
print(f"{SITE}/index.html")
