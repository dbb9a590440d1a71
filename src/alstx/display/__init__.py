"""Views: names and links, HTML for notebooks."""
