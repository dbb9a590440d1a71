"""What surrounds the code agrees with it: sessions, workflow, issue forms, citation."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

import alstx
from alstx.io import collector, json, loader
from alstx.io import yaml as own_yaml
from alstx.names import index, phrases

ROOT = Path(__file__).parent.parent
BY_HAND = {"fmt-data"}  # writes files, which a runner does not commit
SESSION = re.compile(
    r'^@nox\.session(?:\((?:.*?name="(?P<name>[^"]+)")?.*\))?\ndef (?P<def>\w+)', re.MULTILINE
)


def read(path: str) -> Any:
    """A YAML file of the project."""
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def sessions() -> set[str]:
    """The sessions of noxfile.py."""
    text = (ROOT / "noxfile.py").read_text(encoding="utf-8")
    return {found["name"] or found["def"] for found in SESSION.finditer(text)}


def workflow(name: str = "ci") -> dict[str, Any]:
    """The jobs of a workflow."""
    jobs: dict[str, Any] = read(f".github/workflows/{name}.yml")["jobs"]
    return jobs


def called(job: dict[str, Any]) -> set[str]:
    """The sessions that a job calls, those of its matrix among them."""
    matrix = job.get("strategy", {}).get("matrix", {})
    lines = [step["run"] for step in job["steps"] if step.get("run", "").startswith("nox ")]
    names = {name for line in lines for name in line.removeprefix("nox -s ").split(" ")}
    names = {name.partition("-${{")[0] for name in names if name[:1].isalpha()}
    return {name for name in names if "." not in name} | set(matrix.get("session", []))


def test_the_workflows_run_every_session() -> None:
    """What passes on a runner passes with `nox`, and the other way round."""
    jobs = [job for name in ("ci", "nightly", "release") for job in workflow(name).values()]
    assert sessions() - BY_HAND == set().union(*map(called, jobs))


@pytest.mark.parametrize("name", ["ci", "mutation", "nightly", "release"])
def test_the_workflows_run_nothing_but_sessions(name: str) -> None:
    """Beside getting nox and joining the jobs, every command is a session."""
    jobs = {job: steps for job, steps in workflow(name).items() if job != "done"}
    lines = {step["run"] for job in jobs.values() for step in job["steps"] if "run" in step}
    assert [line for line in lines if not line.startswith(("pip install nox", "nox -s "))] == []


def test_only_the_job_that_publishes_may_do_so() -> None:
    """The tag is checked before, and no job but the last one gets an identity or any right."""
    found = read(".github/workflows/release.yml")
    assert found["permissions"] == {"contents": "read"}
    build, publish = workflow("release").values()
    assert "nox -s release -- ${{ github.ref_name }}" in [
        step.get("run") for step in build["steps"]
    ]
    assert "permissions" not in build
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["needs"] == "build"
    assert not any("run" in step or "secrets" in str(step) for step in publish["steps"])


def test_the_required_job_waits_for_all_others() -> None:
    """No job can fail unseen."""
    jobs = workflow()
    assert set(jobs["done"]["needs"]) == set(jobs) - {"done"}


def test_the_workflow_covers_every_python() -> None:
    """The tests run on each version that the package claims."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    claimed = [c.rpartition(" ")[2] for c in project["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert claimed == workflow()["tests"]["strategy"]["matrix"]["python"]
    noxfile = (ROOT / "noxfile.py").read_text("utf-8")
    assert f"PYTHONS = {claimed}".replace("'", '"') in noxfile


@pytest.mark.parametrize("form", ["data-error", "missing-treatment"])
def test_issue_forms_ask_for_a_source(form: str) -> None:
    """Each form is whole, and a source is required."""
    found = read(f".github/ISSUE_TEMPLATE/{form}.yml")
    assert {"name", "description", "title", "labels", "body"} <= set(found)
    fields = {field["id"]: field for field in found["body"] if field["type"] != "markdown"}
    assert len(fields) == sum(field["type"] != "markdown" for field in found["body"])
    assert fields["source"]["validations"]["required"] is True
    assert all(field["attributes"]["label"] for field in fields.values())


def test_the_citation_names_this_version() -> None:
    """Who cites the library cites the version that they have."""
    found = read("CITATION.cff")
    assert {"cff-version", "message", "title", "authors", "license"} <= set(found)
    assert found["version"] == alstx.__version__


def test_the_bounds_are_those_that_are_told() -> None:
    """SECURITY.md names every bound as the code has it."""
    text = (ROOT / "SECURITY.md").read_text("utf-8")
    rows = {
        "A file of a folder": f"{own_yaml.LARGEST_FILE // 10**6} MB, {own_yaml.DEEPEST} levels, "
        f"{own_yaml.MOST_VALUES:,} values, {own_yaml._MOST_REFUSALS} refusals",
        "A folder": f"{loader._LARGEST_FOLDER // 10**6} MB, {loader._MOST_FILES:,} entries",
        "A JSON document": f"{json.LARGEST_DOCUMENT // 10**6} MB, {own_yaml.DEEPEST} levels",
        "Problems in a report": f"{collector.MOST_PROBLEMS:,},",
        "A name that is looked for": f"{index._LONGEST_NAME} characters",
        "Words that are remembered": f"{phrases.MOST_CACHED:,} for each reader, each up to "
        f"{phrases.LONGEST_CACHED} characters",
    }
    for what, bound in rows.items():
        assert f"| {what} | {bound}" in text


def test_the_guide_for_contributors_names_what_there_is() -> None:
    """Sessions, files and folders that CONTRIBUTING.md names exist."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    named = {s for line in re.findall(r"nox -s ([\w -]+)", text) for s in line.split()}
    assert named
    assert named <= sessions()
    paths = re.findall(r"`((?:src|tests|tools|changelog\.d)/[\w./-]+)`", text)
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
    assert {"data error", "missing treatment"} <= set(re.findall(r'"([^"]+)"', text))
