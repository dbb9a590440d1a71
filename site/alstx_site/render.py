"""Pages from templates: what templates may call, addresses of pages, links within sentences."""

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup, escape

import alstx
from alstx.about import DISCLAIMER
from alstx.display import findings, plain, safety, signs, summary
from alstx.display.cards import sentence
from alstx.display.words import counted, first_down, first_up, phrase
from alstx.ids import Curie, Ref, RefKind
from alstx.model import Source, Symptom, Treatment
from alstx.vocab import Level, MatchKind
from alstx_site import rows
from alstx_site.base import Base

TEMPLATES = Path(__file__).parent.parent / "templates"
MENU = (
    ("symptoms", "Symptoms", "symptoms/index.html"),
    ("medications", "Medicines", "medications/index.html"),
    ("therapies", "Therapies", "therapies/index.html"),
    ("guidelines", "Guidelines", "guidelines.html"),
    ("contested", "Where sources disagree", "contested.html"),
    ("map", "Evidence gaps", "map.html"),
    ("try", "Try it", "try.html"),
    ("python", "Python", "python/index.html"),
)
LEVELS = {
    Level.REVIEW: "Level 1: systematic reviews of several randomised trials",
    Level.RANDOMIZED: "Level 2: randomised trials",
    Level.CONTROLLED: "Level 3: controlled without randomisation, and cohorts",
    Level.UNCONTROLLED: "Level 4: without a control group",
    Level.OPINION: "Level 5: narrative reviews and opinion",
    None: "No data: searched for, or not measured",
}
_BLANK = re.compile(r"\n\s*")
_CODE = re.compile(r"<(pre|script|textarea)\b.*?</\1>", re.DOTALL)
_LONGEST_DESCRIPTION = 160


class Renderer:
    """Writer of pages.

    Args:
        base: The knowledge base.
        address: Where the site will lie, for the card of social media; None where not known.
        can_run: Whether a page of the site runs Python.
    """

    def __init__(self, base: Base, address: str | None = None, *, can_run: bool = False) -> None:
        self.base = base
        self.address = address
        self._fragments: dict[str, Template] = {}
        self.templates = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        given: dict[str, Any] = {
            "DISCLAIMER": DISCLAIMER,
            "LEVELS": LEVELS,
            "MENU": [entry for entry in MENU if can_run or entry[0] != "try"],
            "alstx_version": alstx.__version__,
            "base": base,
            "directions": signs.DIRECTIONS,
            "disease": base.kb.disease,
            "findings": findings,
            "kb": base.kb,
            "label_tags": rows.label_tags,
            "labels": base.labels,
            "lines": base.lines,
            "name_of": self.name_of,
            "plainly": plain.sentence,
            "row_facts": rows.facts,
            "safety": safety,
            "signs": signs,
            "kind_of": rows.kind_of,
            "stances": signs.STANCES,
            "summary": summary,
            "tube": rows.tube,
        }
        self.templates.globals.update(given)
        filters: dict[str, Any] = {
            "breakable": breakable,
            "counted": counted,
            "curie": curie_link,
            "first_down": first_down,
            "first_up": first_up,
            "percent": percent,
            "phrase": phrase,
            "sentence": sentence,
        }
        self.templates.filters.update(filters)

    def page(self, path: str, template: str, **context: object) -> str:
        """Write one page.

        Args:
            path: Where the page will lie below the site's root.
            template: Name of its template.
            context: What the template shows.
        """
        root = "../" * path.count("/")
        made = self.templates.get_template(template).render(
            address=self.address,
            path=path,
            root=root,
            url=partial(url, root),
            href=partial(self.href, root),
            linked=partial(self.linked, root),
            **context,
        )
        return squeezed(made)

    def fragment(self, template: str, context: Mapping[str, object]) -> str:
        """Write a part of the front page from the text of a template."""
        made = self._compiled(template).render(
            root="",
            path="index.html",
            url=partial(url, ""),
            href=partial(self.href, ""),
            linked=partial(self.linked, ""),
            **context,
        )
        return squeezed(made).strip()

    def _compiled(self, template: str) -> Template:
        if template not in self._fragments:
            self._fragments[template] = self.templates.from_string(template)
        return self._fragments[template]

    def href(self, root: str, record: object) -> str:
        """Return the address of the page of a record, a reference or a treatment's intervention."""
        if isinstance(record, Treatment):
            record = record.intervention
        if isinstance(record, Source):
            return f"{root}sources/{record.id}.html"
        if isinstance(record, Symptom):
            return f"{root}symptoms/{record.id}.html"
        ref = record if isinstance(record, Ref) else getattr(record, "ref", None)
        if isinstance(ref, Ref):
            is_agent = ref.kind is RefKind.AGENTS
            return f"{root}agents.html#{ref.id}" if is_agent else f"{root}{ref}.html"
        return f"{root}mechanisms/{record.id}.html"  # type: ignore[attr-defined]

    def name_of(self, ref: Ref) -> str:
        """Return the name of an intervention or an agent."""
        return str(self.base.kb.resolve(ref).label)

    def linked(self, root: str, text: str, treatments: Iterable[Treatment]) -> Markup:
        """Turn the names of treatments in a sentence into links to their pages."""
        names: dict[str, str] = {}
        for t in treatments:
            names.setdefault(self.name_of(t.intervention).lower(), self.href(root, t))
            symptom = self.base.kb.symptoms[t.symptom]
            names.setdefault(symptom.plain_name.lower(), self.href(root, symptom))
        return linked(text, names)


def url(root: str, path: str) -> str:
    """Return the address of a page below the root, seen from a page."""
    return f"{root}{path}"


def linked(text: str, names: Mapping[str, str]) -> Markup:
    """Turn names in a sentence into links, the longest name first.

    Example:
        >>> print(linked("First quinine.", {"quinine": "quinine.html"}))
        First <a href="quinine.html">quinine</a>.
    """
    if not names:
        return Markup(escape(text))  # noqa: S704 (escaped)
    choices = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    pattern = re.compile(rf"(?<![\w-])({choices})(?![\w-])", re.IGNORECASE)
    made: list[str] = []
    for at, part in enumerate(pattern.split(text)):
        shown = escape(part)
        if at % 2:
            shown = Markup('<a href="{}">{}</a>').format(names[part.lower()], part)
        made.append(str(shown))
    return Markup("".join(made))  # noqa: S704 (every part is escaped)


def breakable(text: str) -> Markup:
    """Let a line break after a slash, and within no word."""
    return Markup("/<wbr>").join(str(text).split("/"))


def curie_link(curie: Curie, match: MatchKind = MatchKind.EXACT) -> Markup:
    """Write an identifier as a link, with how well it matches unless that is exactly."""
    fits = "" if match is MatchKind.EXACT else f" ({match.value})"
    if curie.url is None:
        return Markup("{}{}").format(str(curie), fits)
    shown = Markup('<a href="{}" rel="noopener">{}</a>{}')
    return shown.format(curie.url, str(curie), fits)


def percent(symptom: Symptom) -> str:
    """Return how often a symptom occurs, in words and figures; blank where no source says so.

    Example:
        >>> percent(alstx.symptoms["sialorrhea"])
        'frequent in ALS (30 to 79 %)'
    """
    often = symptom.frequency
    if often is None:
        return ""
    figures = " to ".join(reversed(often.band.percent.removesuffix("%").strip().split("-")))
    return f"{phrase(often.band)} in ALS ({figures} %)"


def description(text: str) -> str:
    """Shorten a text to what search engines show of a page."""
    words = " ".join(text.split())
    if len(words) <= _LONGEST_DESCRIPTION:
        return words
    return f"{words[: _LONGEST_DESCRIPTION - 1].rsplit(' ', 1)[0].rstrip('.,;')}…"


def squeezed(html: str) -> str:
    """Drop the indentation of a page, but not in code."""
    made: list[str] = []
    end = 0
    for code in _CODE.finditer(html):
        made += [_BLANK.sub("\n", html[end : code.start()]), code.group()]
        end = code.end()
    return "".join([*made, _BLANK.sub("\n", html[end:])])
