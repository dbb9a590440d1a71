"""Facts about the package: disclaimer, licences, version."""

from alstx.lock import importing

DISCLAIMER = (
    "alstx informs; it does not advise. It gathers what guidelines, drug labels and studies say, "
    "with their sources, and may be incomplete or wrong. It is not medical advice and not a "
    "medical device. "
    "Doses are those that were studied or labelled, never recommendations. Do not start, stop or "
    "change a treatment because of it; ask a clinician who knows the person."
)
"""Words that every view of the data must show."""

NOTICE = "alstx informs; it does not advise."
"""The disclaimer in short, for pages that say where the whole is."""

CODE_LICENCE = "MIT"
DATA_LICENCE = "CC-BY-4.0"


def version() -> str:
    """Return the version of the installed package; ``0+unknown`` where it has no metadata.

    Example:
        >>> version()[:2]
        '0.'
    """
    with importing("importlib.metadata"):
        from importlib import metadata  # noqa: PLC0415 (12 ms, which no answer needs)

        try:
            return metadata.version("alstx")
        except metadata.PackageNotFoundError:
            return "0+unknown"
