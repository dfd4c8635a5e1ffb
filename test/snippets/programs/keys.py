"""Keys of a server, of a member (whom it lets in) and of a stranger, made by the snippet, each in a folder of its own."""

import json
import os
import shutil
import stat
from pathlib import Path

from modules.zmq_key_generation import generate_keys


def mode(file):
    return format(stat.S_IMODE(os.stat(file).st_mode), "o")


os.umask(0o022)
generate_keys("server", "server/keys")
for who in ("member", "stranger"):
    generate_keys("client", f"{who}/keys")
    shutil.copy("server/keys/server.public", f"{who}/keys/server.public")
shutil.copy("member/keys/client.public", "server/keys/allowed-clients")
os.mkdir("nobody")

secret = Path("server/keys/server.secret").read_bytes()
try:
    generate_keys("server", "server/keys")
    again = None
except FileExistsError:
    again = "EEXIST"
print(
    json.dumps(
        {
            "folder": mode("server/keys"),
            "secret": mode("server/keys/server.secret"),
            "public": mode("server/keys/server.public"),
            "again": again,
            "kept": Path("server/keys/server.secret").read_bytes() == secret,
        }
    )
)
