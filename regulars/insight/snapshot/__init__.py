"""The journal as Parquet: taken in one pass, below the transaction horizon, without anything personal. Begin with ``taking.take``."""
