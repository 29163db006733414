import os
import subprocess
import sys


def complete(mock, prompt):
    env = {**os.environ, "COMPLETIONS_URL": mock.url, "COMPLETIONS_KEY": "any-token"}
    return subprocess.run([sys.executable, "complete.py", prompt], env=env, capture_output=True, text=True)


def test_prints_the_text(mock):
    mock.reply("There she blows!", when={"prompt": {"includes": "white whale"}})
    assert complete(mock, "Do you see the white whale?").stdout == "There she blows!\n"
    assert mock.requests()[-1]["body"]["max_tokens"] == 200


def test_tries_again_when_the_server_is_busy(mock):
    mock.reply({"status": 429, "retryAfter": 0}, "Aye.")
    assert complete(mock, "Ready?").stdout == "Aye.\n"
    assert len(mock.requests()) == 2


def test_keeps_what_arrived_before_an_error(mock):
    mock.reply({"text": "Call me Ishmael", "fault": {"type": "error", "after": 2}})
    program = complete(mock, "Who are you?")
    assert (program.returncode, program.stdout) == (1, "Call me")
