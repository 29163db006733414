"""Runs the programs of docs/python.md against mock and gateway, and compares what they print with the page."""

import os
import re
import subprocess
import sys
from pathlib import Path

spec = Path(os.environ["SPEC"])
page = (spec.parents[2] / "docs/python.md").read_text()
# The page's commands are for the root of a clone.
Path("spec").mkdir()
Path("spec/dist").symlink_to(spec.parent)
servers = {
    "mock": (os.environ["BASE_URL"], os.environ["API_KEY"]),
    "gateway": (os.environ["GATEWAY_URL"], os.environ["GATEWAY_KEY"]),
}


def blocks(section: str, language: str) -> str:
    return "".join(re.findall(rf"^```{language}\n(.*?)^```", section, re.MULTILINE | re.DOTALL))


def run(program: str, url: str, key: str) -> str:
    code = program.replace("http://127.0.0.1:4010", url).replace("any-token", key)
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    return result.stdout + result.stderr


for section in page.split("\n## ")[1:]:
    title = re.sub(r"[^a-z ]", "", section.partition("\n")[0].lower().replace("'s", "")).replace(" ", "-")
    subprocess.run(["bash", "-euc", blocks(section, "sh")], check=True, stdout=sys.stderr)
    for server, (url, key) in servers.items():
        printed = run(blocks(section, "python"), url, key)
        if printed == blocks(section, "text"):
            print(f"ok {title}-{server}")
        else:
            print(f"no {title}-{server}: it printed {printed!r}")
