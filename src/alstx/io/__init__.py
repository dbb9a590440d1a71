"""In and out of files: strict YAML and JSON, canonical YAML, and how a knowledge base is loaded."""
