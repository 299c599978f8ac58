"""What happens to a file: read, clean, extract, load; and the commands on the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.plans import Plans as Plans
    from pipeline.plans import open_plans as open_plans

__version__ = "0.1.0"
__all__ = ["Plans", "__version__", "open_plans"]


def __getattr__(name: str) -> Any:
    """Import what notebooks use when it is asked for: the command does without pandas."""
    if name in ("Plans", "open_plans"):
        from pipeline import plans

        return getattr(plans, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
