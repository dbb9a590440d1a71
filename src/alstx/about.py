"""Facts about the package: disclaimer, licences, version."""

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

VERSION = "0.2.0"
"""Version of the package, which builds read from here; a frozen application has no metadata."""
