"""Runs Schemathesis on mock and gateway, and compares what it reports with findings.yaml."""

import base64
import json
import os
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import yaml

findings = yaml.safe_load(Path("findings.yaml").read_text())
spec = Path(os.environ["SPEC"])
newer_spec = spec.with_name("openapi-3.2.yaml")
mock = (os.environ["BASE_URL"], os.environ["API_KEY"])
gateway = (os.environ["GATEWAY_URL"], os.environ["GATEWAY_KEY"])
# OpenAPI 3.2 describes the events of streams, so that Schemathesis checks them.
runs = {
    "mock": (spec, mock),
    "gateway": (spec, gateway),
    "mock-openapi-3.2": (newer_spec, mock),
    "gateway-openapi-3.2": (newer_spec, gateway),
}
generated: dict[str, int] = {}
# CI has fifteen minutes for everything. A run by hand, without the variable CI, sends 3,000 requests and must meet every
# finding.
in_ci = os.environ.get("CI", "false") != "false"
max_examples, minimum = (200, 1500) if in_ci else (600, 3000)


def test(name: str) -> tuple[str | None, set[int]]:
    """Returns what is wrong in a run, if anything, and which findings explain its failures."""
    spec, (url, key) = runs[name]
    command = [
        *("schemathesis", "run", str(spec), "--url", url, "--header", f"Authorization: Bearer {key}"),
        *("--phases", "examples,coverage,fuzzing,stateful", "--checks", "all", "--continue-on-failure", "--no-shrink"),
        *("--max-examples", str(max_examples), "--seed", "1", "--request-timeout", "60", "--no-color"),
        *("--report", "ndjson,json", "--report-ndjson-path", f"{name}.ndjson", "--report-json-path", f"{name}.json"),
    ]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if result.returncode not in (0, 1):
        return f"exit code {result.returncode}: {result.stdout[-2000:]!r}", set()
    report = json.loads(Path(f"{name}.json").read_text())
    if report["errors"] or not report["complete"]:
        return f"the run is incomplete: {report['test_cases']} {report['errors']}", set()
    used: set[int] = set()
    generated[name] = report["test_cases"]["generated"]
    for check, message, body in read_failures(Path(f"{name}.ndjson")):
        explanation = next(
            (index for index, finding in enumerate(findings) if explains(finding, spec.name, check, message, body)), None
        )
        if explanation is None:
            return f"{check}: {message!r}, response {body!r}", used
        used.add(explanation)
    return None, used


def read_failures(report: Path) -> Iterator[tuple[str, str, str]]:
    """Yields the check, the message and the response's body of every failure."""
    for line in report.read_text().splitlines():
        recorder = json.loads(line).get("ScenarioFinished", {}).get("recorder", {})
        for case, checks in recorder.get("checks", {}).items():
            for check in checks:
                if check["status"] == "failure":
                    failure = check["failure_info"]["failure"]
                    response = recorder["interactions"][case]["response"] or {}
                    content = (response.get("content") or {}).get("$base64", "")
                    body = base64.b64decode(content).decode(errors="replace")
                    yield check["name"], f"{failure['title']}: {failure['message']}", body


def explains(finding: dict[str, str], spec: str, check: str, message: str, body: str) -> bool:
    code = finding.get("code")
    return (
        finding["check"] == check
        and finding.get("spec", spec) == spec
        and (code is None or read_code(body) == code)
        and finding.get("message", "") in message + body
    )


def read_code(body: str) -> Any:
    try:
        return json.loads(body).get("code")
    except (ValueError, AttributeError):
        return None


with ThreadPoolExecutor(max_workers=2) as pool:
    results = dict(zip(runs, pool.map(test, runs)))
unused = set(range(len(findings))) - {index for _, used in results.values() for index in used}
print(f"{sum(generated.values())} cases: {generated}")
for name, (problem, _) in results.items():
    if problem is not None:
        print(f"no {name}: {problem}")
    elif sum(generated.values()) < minimum:
        print(f"no {name}: there were fewer than {minimum} cases")
    elif unused and not in_ci:
        print(f"no {name}: findings.yaml has an entry that explains no failure: {findings[min(unused)]}")
    else:
        print(f"ok {name}")
