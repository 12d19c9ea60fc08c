"""Checks the `.crate` files in the folder that is the first argument. Called by `.ci/package`."""

import json
import os
import re
import sys
import tarfile
from pathlib import Path

PUBLISHED = ["gilref", "gilref-derive"]
# Beside the sources. The first three are the repository's own; each crate has a README for crates.io.
COMMON = ["LICENSE-APACHE", "LICENSE-MIT", "CHANGELOG.md"]
PLACEHOLDER = "OWNER"
LINK = re.compile(r"\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)", re.MULTILINE)

problems = []


def check(holds, problem):
    if not holds:
        problems.append(problem)


def contents(crate):
    """The text of each file in a `.crate`, by its path in the crate."""
    with tarfile.open(crate) as archive:
        return {
            member.name.split("/", 1)[1]: archive.extractfile(member).read().decode()
            for member in archive
            if member.isfile()
        }


def documentation(path, text):
    """What rustdoc or crates.io shows of a file, or `None`."""
    if path.endswith(".md"):
        return text
    if path.startswith("src/") and path.endswith(".rs") and "/tests" not in path:
        return "\n".join(re.findall(r"^\s*//[/!](.*)", text, re.MULTILINE))
    return None


def check_files(name, files):
    for path in COMMON:
        check(files.get(path) == Path(path).read_text(), f"{name}: {path} is missing or not the repository's")
    readme = Path(name, "README.md").read_text()
    check(files.get("README.md") == readme, f"{name}: README.md is missing or not {name}/README.md")


def check_links(name, files, repository):
    for path, text in files.items():
        shown = documentation(path, text)
        if shown is None or path == "CHANGELOG.md":
            continue
        where = f"{name}: {path}"
        for link in (link for pair in LINK.findall(shown) for link in pair if link):
            if re.match(r"https://github\.com/[^/]+/gilref\b", link):
                check(link.startswith(repository), f"{where}: {link} is not in {repository}")
                file = re.match(re.escape(repository) + r"/blob/main/([^#]+)", link)
                check(not file or Path(file[1]).exists(), f"{where}: {link} leads nowhere")
            elif re.search(r"\.(md|rs|toml)\b|^\.\.?/|LICENSE", link) and not link.startswith("http"):
                check(False, f"{where}: {link} is a path: use an absolute link")


def check_manifest(package, version):
    name = package["name"]
    for field in ["description", "license", "readme", "repository", "documentation", "rust_version"]:
        check(package[field], f"{name}: no {field} in its manifest")
    check(package["version"] == version, f"{name}: {package['version']} is not the other crate's version")
    check(1 <= len(package["categories"]) <= 5, f"{name}: one to five categories")
    keywords = package["keywords"]
    check(1 <= len(keywords) <= 5 and all(len(word) <= 20 for word in keywords), f"{name}: one to five short keywords")
    docs = (package["metadata"] or {}).get("docs", {}).get("rs", {})
    check(docs.get("rustdoc-args") == ["--cfg", "docsrs"], f"{name}: docs.rs must be told --cfg docsrs")


def check_runtime(package, files, version):
    # The table has the first and the last of the limited APIs.
    between = re.compile(r"abi3-py31[0-4]|default")
    for feature in package["features"]:
        listed = between.fullmatch(feature) or f"`{feature}`" in files["src/lib.rs"]
        check(listed, f"gilref: src/lib.rs does not list the feature {feature}")
    derive = next(d for d in package["dependencies"] if d["name"] == "gilref-derive")
    check(derive["req"] == f"={version}", "gilref: gilref-derive must be pinned to the same version")
    # `py-clone` would show `Py` with a `Clone`.
    wanted = set(os.environ["FEATURES"].split(",")) - {"default", "py-clone"}
    shown = set(package["metadata"]["docs"]["rs"]["features"])
    check(shown == wanted, f"gilref: on docs.rs, but not a feature or the reverse: {sorted(shown ^ wanted)}")


def check_release(version, repository):
    check(PLACEHOLDER not in repository, f"{repository} is a placeholder: see CONTRIBUTING.md")
    changelog = Path("CHANGELOG.md").read_text()
    check(f"\n## {version}" in changelog, f"CHANGELOG.md has no section for {version}")


def main(folder, *arguments):
    packages = {p["name"]: p for p in json.loads(os.environ["packages"])["packages"]}
    published = sorted(name for name, package in packages.items() if package["publish"] != [])
    check(published == PUBLISHED, f"would be published: {published}")
    version, repository = packages["gilref"]["version"], packages["gilref"]["repository"]

    for name in PUBLISHED:
        check_manifest(packages[name], version)
        files = contents(Path(folder, f"{name}-{version}.crate"))
        check_files(name, files)
        check_links(name, files, repository)
        if name == "gilref":
            check_runtime(packages[name], files, version)
    if "release" in arguments:
        check_release(version, repository)

    for problem in problems:
        print(problem, file=sys.stderr)
    if problems:
        sys.exit(1)


main(*sys.argv[1:])
