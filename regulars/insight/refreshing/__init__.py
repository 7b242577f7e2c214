"""A refresh: everything insight says of the running shop, worked out from its snapshot and kept. Begin with ``refresh``."""

from regulars.insight.refreshing.refreshing import Done, refresh

__all__ = ["Done", "refresh"]
