"""Run a PostgreSQL program against the embedded database: ``python docs/how-to/with_database.py pg_dump …``.

The server is started when nothing else runs it, and stopped again afterwards; a shop that is open is not disturbed.
"""

import os
import subprocess
import sys

from regulars.cli.binaries import binaries, run_as
from regulars.cli.home import folder_in_use
from regulars.cli.postgres import SUPERUSER, Server

server = Server(folder_in_use())
server.attach()
try:
    address = {"PGHOST": "127.0.0.1", "PGPORT": str(server.port), "PGUSER": SUPERUSER, "PGPASSWORD": server.password}
    path = f"{binaries(run_as())}{os.pathsep}{os.environ['PATH']}"
    ended = subprocess.run(sys.argv[1:], env={**os.environ, **address, "PATH": path}, check=False)
finally:
    server.detach()
sys.exit(ended.returncode)
