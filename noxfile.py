"""Sessions of alstx; `nox -l` lists them."""

import nox

nox.options.sessions = ["tests", "lint", "types", "docs-check"]
nox.options.default_venv_backend = "venv"
PYTHONS = ["3.11", "3.12", "3.13"]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run the tests with branch coverage."""
    session.install("-e", ".[test]")
    session.run("coverage", "run", "-m", "pytest", *session.posargs)
    session.run("coverage", "report")


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting."""
    session.install("ruff>=0.6")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy and pyright, both strict."""
    session.install("-e", ".[test]", "mypy>=1.11", "pyright>=1.1.380", "types-PyYAML")
    session.run("mypy")
    session.run("pyright")


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
    session.run("python", "-m", "alstx.authoring.format", *(session.posargs or ["src/alstx/data"]))
