"""The templates of pages that are read in a browser or on paper."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from core.paths import RESOURCES


def page_templates() -> Environment:
    """Return what renders the templates that are shipped with the program.

    What a template is given is escaped wherever it stands: names are the user's. One
    that it asks for and is not given is an error, not a gap in the page.
    """
    return Environment(
        loader=FileSystemLoader(RESOURCES / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
