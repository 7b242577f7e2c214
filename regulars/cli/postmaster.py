"""The embedded server's process: is one alive on this very folder, and what it is started with."""

import os
import sys
from pathlib import Path


class Postmaster:
    def __init__(self, pid: int, port: int, status: str) -> None:
        self.pid, self.port, self.status = pid, port, status


def postmaster_of(data: Path) -> Postmaster | None:
    """The live server of this very folder, as its postmaster.pid and the kernel agree; None when there is none."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    if not _serves(pid, data):
        return None
    port = int(lines[3]) if len(lines) > 3 else 0
    return Postmaster(pid, port, lines[7].strip() if len(lines) > 7 else "starting")


def _serves(pid: int, data: Path) -> bool:
    """Whether ``pid`` is a living PostgreSQL on ``data``: not dead, not a zombie, not another program that got the number."""
    process = Path(f"/proc/{pid}")
    if not Path("/proc/self").exists():  # not Linux: all we can ask is whether it lives
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
    try:
        state = (process / "stat").read_text().rpartition(")")[2].split()[0]
        if state in "ZX" or "postgres" not in (process / "comm").read_text():
            return False
        return os.path.samestat((process / "cwd").stat(), data.stat())
    except PermissionError:
        return True  # somebody else's live postgres with our number in our folder: do not touch it
    except OSError:
        return False


def here(data: Path) -> str:
    """How the server names its folder. On Linux it starts inside it, so the folders above may stay private to us (/root, 0700)."""
    return "/proc/self/cwd" if sys.platform == "linux" else str(data)


def settings() -> dict[str, object]:
    """For two cores and group commit. What keeps promises (fsync, full_page_writes, synchronous_commit) is said aloud, not left to a file."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    return {
        "listen_addresses": "127.0.0.1",
        "max_connections": 60,
        "fsync": "on",
        "full_page_writes": "on",
        "synchronous_commit": "on",
        "shared_buffers": f"{min(512, max(64, memory_mb // 8))}MB",
        "effective_cache_size": f"{max(256, memory_mb // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "wal_buffers": "16MB",
        "wal_compression": "pglz",
        "max_wal_size": "2GB",
        "min_wal_size": "256MB",
        "checkpoint_timeout": "15min",
        "recovery_init_sync_method": "syncfs" if sys.platform == "linux" else "fsync",  # one call, not one per file
        "random_page_cost": 1.1,
        "jit": "off",
        "io_method": "worker",
        "io_workers": 2,
        "max_parallel_workers": 2,
        "max_parallel_workers_per_gather": 1,
        "autovacuum_max_workers": 2,
        "autovacuum_naptime": "20s",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_min_messages": "warning",
        "log_checkpoints": "off",
        # A failing statement or its DETAIL may quote a member's data: neither is written to the log.
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
    }


def environment() -> dict[str, str]:
    """Nothing of ours: no PG* settings, no secrets."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}
