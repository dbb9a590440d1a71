"""How Sphinx builds the pages of the library; `nox -s site` calls it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "_ext"))

import alstx

project = "alstx"
author = "The alstx developers"
copyright = "The alstx developers. Code MIT, data CC BY 4.0"
version = release = alstx.__version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
    "alstx_docs",
]
exclude_patterns = ["_build"]
templates_path = ["_templates"]
default_role = "py:obj"  # the docstrings write `name` for a name
suppress_warnings = ["ref.python"]  # two public classes are called Match
smartquotes_action = "D"  # dashes in the docstrings; quotes stay as the sources print them
html_last_updated_fmt = None

myst_enable_extensions = ["attrs_block", "attrs_inline", "colon_fence", "fieldlist", "substitution"]
myst_heading_anchors = 3
# the knowledge base is beside the folder of these pages
myst_url_schemes = {"http": None, "https": None, "mailto": None, "site": "../{{path}}"}
myst_fence_as_directive = []
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 120
nb_merge_streams = True

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_class_signature = "mixed"
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_ivar = True
napoleon_attr_annotations = True
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True

html_theme = "furo"
html_title = f"alstx {release}"
html_static_path = ["_static"]
html_css_files = ["alstx.css"]
html_extra_path = ["llms.txt"]
html_copy_source = False
html_show_sourcelink = False
kb = alstx.load()
html_context = {"disclaimer": alstx.DISCLAIMER, "data_version": kb.version}
myst_substitutions = {
    "counts": (
        f"In all {len(kb.treatments)} treatments of {len(kb.symptoms)} symptoms and groups, from "
        f"{len(kb.sources)} sources; the sources disagree on "
        f"{len(kb.treatments.filter(contested=True, role=None))} treatments."
    )
}
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-high-contrast-dark"
