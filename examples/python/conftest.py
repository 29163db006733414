"""Fixtures that give each test a mock of its own."""

import json
import re
import subprocess
import urllib.request
import uuid

import pytest


class Mock:
    def __init__(self, server):
        self.id = str(uuid.uuid4())
        self.server = server
        self.url = f"{server}/__mock/sessions/{self.id}"

    def reply(self, *answers, **options):
        """Answers requests, one after the other. The last answer stays."""
        self.send("POST", "replies", {"answer": answers, **options})

    def requests(self):
        return self.send("GET", "requests")

    def send(self, method, path, body=None):
        headers = {"Content-Type": "application/json", "X-Mock-Session": self.id}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.server}/__mock/{path}", data, headers, method=method)
        with urllib.request.urlopen(request) as response:
            return json.load(response)


@pytest.fixture(scope="session")
def server():
    process = subprocess.Popen(["npx", "completions-mock", "--port", "0"], stdout=subprocess.PIPE, text=True)
    yield next(match[0] for line in process.stdout if (match := re.search(r"http://[\w.:]+\d", line)))
    process.terminate()


@pytest.fixture
def mock(server):
    return Mock(server)
