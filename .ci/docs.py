"""Checks the pages of rustdoc in the folder that is the first argument. Called by `.ci/docs`."""

import os
import re
import sys
from pathlib import Path

# Features that add neither an item nor an impl.
WITHOUT_A_BADGE = {"default", "auto-initialize"}
BADGE = re.compile(r'Available on <strong>(.*?)</strong>')
# A page of the repository's, named without a link to it.
PAGE = re.compile(r"(?<![\w/])docs/[\w-]+\.md")
LINK = re.compile(r"<a\b[^>]*>.*?</a>", re.DOTALL)

problems = []
badges = set()
for path in sorted(Path(sys.argv[1]).glob("gilref*/**/*.html")):
    html = path.read_text()
    for badge in BADGE.findall(html):
        badges.update(re.findall(r"<code>(.*?)</code>", badge))
    for page in PAGE.findall(LINK.sub("", html)):
        problems.append(f"{path}: names {page}: link to it in the repository")

for feature in sorted(set(os.environ["FEATURES"].split(",")) - WITHOUT_A_BADGE - badges):
    problems.append(f"no item or impl is marked as available on the feature {feature}")

if not list(Path(sys.argv[1]).glob("gilref/index.html")):
    problems.append("there is no documentation")
for problem in problems:
    print(problem, file=sys.stderr)
if problems:
    sys.exit(1)
print(f"{len(badges)} features have badges: {', '.join(sorted(badges))}")
