"""Compares what programs print with what the documentation shows.

These are the programs of docs/python.md, with mock and gateway, and those of the site's reference, with the mock.
"""

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

# OpenAI's client reads the last two variables by itself.
variables = {
    "COMPLETIONS_URL": servers["mock"][0],
    "COMPLETIONS_KEY": servers["mock"][1],
    "OPENAI_BASE_URL": f"{servers['mock'][0]}/v1",
    "OPENAI_API_KEY": servers["mock"][1],
}
faults = []
for program in sorted((spec.parents[2] / "apps/docs/src/reference/examples").glob("*/*.py")):
    result = subprocess.run(
        [sys.executable, program], capture_output=True, text=True, timeout=60, env={**os.environ, **variables}
    )
    if result.stdout.rstrip() != program.with_suffix(".txt").read_text().rstrip():
        faults.append(f"{program.parent.name}/{program.name} printed {result.stdout + result.stderr!r}")
print(f"no reference-mock: {'; '.join(faults)}" if faults else "ok reference-mock")
