"""For `pytest -p tests.mutation.plugin`: the Mesa engine plays whatever the kernel would."""

from tests.mutation.plain import Plain


def pytest_configure() -> None:
    """Exchange the engines."""
    Plain({}, {}, 0.0).pytest_configure()
