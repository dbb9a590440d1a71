"""The command that serves assistants: ``mcp``."""

import click

from alstx.cli.options import DATA
from alstx.io.load import load
from alstx.lazy import import_optional


@click.command()
@click.option("--http", is_flag=True, help="Over streamable HTTP on 127.0.0.1, not over stdio.")
@click.option(
    "--port", type=click.IntRange(1, 65_535), default=8000, help="Where it listens with --http."
)
@DATA
def mcp(*, http: bool, port: int, data: str | None) -> None:
    """Serve assistants over the Model Context Protocol.

    A client starts it and speaks to it over standard input and output. It reads the knowledge base
    and nothing else; over HTTP it listens on this machine only, at http://127.0.0.1:PORT/mcp.
    """
    import_optional("mcp.server.mcpserver", "a server for assistants", "mcp")
    from alstx.mcp import serve  # noqa: PLC0415 (only where the extra is installed)

    serve(load(data), http=http, port=port)
