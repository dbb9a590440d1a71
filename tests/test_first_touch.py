"""At first touch from many threads and processes there is one build, and one of each object."""

import first_touch


def test_threads_and_processes_at_first_touch() -> None:
    """64 threads in each of 8 fresh processes get the same objects; `nox -s threads` does more."""
    for _ in range(2):
        assert [] == first_touch.touched(first_touch.PROCESSES, first_touch.THREADS)
