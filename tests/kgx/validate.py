"""`kgx validate` on the Biolink Model of the package `biolink-model`, without a network.

kgx reads the model and its prefixes from their addresses. Here both are files of that package;
nothing else of kgx is changed: ``python tests/kgx/validate.py --input-format tsv FILES``.
"""

import sys
from importlib.resources import files

import bmt

MODEL = files("biolink_model")


class Toolkit(bmt.Toolkit):
    """The toolkit of the installed model, whichever release kgx asks for."""

    def __init__(self, *_: object, **__: object) -> None:
        """Read the model; the predicates of other models are not validated with."""
        schema = str(MODEL / "schema" / "biolink_model.yaml")
        super().__init__(schema, predicate_map={"predicate mappings": []})


def main() -> None:
    """Hand kgx the files, and run its own command."""
    bmt.Toolkit = Toolkit  # type: ignore[misc]
    from kgx.config import get_config  # noqa: PLC0415 (kgx reads the model when it is imported)

    prefixes = MODEL / "prefixmaps" / "biolink_model_prefix_map.json"
    get_config()["jsonld-context"]["biolink"] = str(prefixes)
    from kgx.cli import cli  # noqa: PLC0415

    sys.argv[1:1] = ["validate"]
    cli()


if __name__ == "__main__":
    main()
