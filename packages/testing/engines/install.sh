#!/usr/bin/env bash
# Installs the engines that the tests start, in the versions of requirements.txt, and writes a model for them.
set -euo pipefail
cd "$(dirname "$0")"

environment=../node_modules/.cache/engines
cmp --silent <(cat requirements.txt write_model.py) $environment/installed.txt && exit

command -v python3 > /dev/null || { echo "The engines are Python programs. Install python3, with its module venv." >&2; exit 1; }
rm -rf $environment
python3 -m venv $environment
# uv downloads several packages at a time.
$environment/bin/pip install --quiet --no-compile uv==0.13.9
$environment/bin/uv pip install --quiet --python $environment --requirement requirements.txt
$environment/bin/python write_model.py $environment/model.gguf
cat requirements.txt write_model.py > $environment/installed.txt
