"""Evaluates servers with lm-eval on the tasks in `tasks/`, and prints the results and the samples as JSON.

Reads the settings of the servers by name, a JSON object, from the first argument. lm-eval knows the tokenizer of the model
`davinci` by its name.
"""

import json
import os
import sys
from pathlib import Path

from lm_eval import simple_evaluate
from lm_eval.tasks import TaskManager

# Data files are found from here.
os.chdir(Path(__file__).parent / "tasks")
tasks = TaskManager(include_path=".", include_defaults=False)


def evaluate(settings):
    os.environ["OPENAI_API_KEY"] = settings["apiKey"]
    evaluation = simple_evaluate(
        model="local-completions",
        model_args={
            "model": settings["model"],
            "base_url": f"{settings['baseURL']}/completions",
            "tokenizer_backend": "tiktoken",
            "max_retries": 1,
        },
        batch_size=16,
        tasks=["next-words", "first-words"],
        task_manager=tasks,
        bootstrap_iters=0,
    )
    return {
        task: {
            "score": evaluation["results"][task],
            "responses": [sample["filtered_resps"] for sample in samples],
        }
        for task, samples in evaluation["samples"].items()
    }


if len(sys.argv) > 1:
    servers = json.loads(sys.argv[1])
    print(json.dumps({name: evaluate(settings) for name, settings in servers.items()}))
