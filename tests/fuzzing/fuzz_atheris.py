"""Lets atheris, led by coverage, look for folders that break a law: ``nox -s fuzz-atheris``."""

import sys

import atheris

with atheris.instrument_imports(include=["alstx", "yaml", "cattrs"]):
    import fuzz
    from seeds import COUNT, seeds


def one_input(data: bytes) -> None:
    """Replaces part of one file of one folder by what atheris proposes."""
    provider = atheris.FuzzedDataProvider(data)
    number = provider.ConsumeIntInRange(0, COUNT - 1)
    files = dict(seeds()[number])
    name = sorted(files)[provider.ConsumeIntInRange(0, len(files) - 1)]
    start = provider.ConsumeIntInRange(0, len(files[name]))
    end = provider.ConsumeIntInRange(start, len(files[name]))
    proposed = provider.ConsumeBytes(provider.remaining_bytes())
    files[name] = files[name][:start] + proposed + files[name][end:]
    fuzz.outcome(fuzz.Case(f"{name}[{start}:{end}] = {proposed!r}", files, None))


if __name__ == "__main__":
    seeds()
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
