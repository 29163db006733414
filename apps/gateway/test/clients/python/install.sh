#!/usr/bin/env bash
# Installs the Python clients that the tests call, in the versions of requirements.txt. It takes about 900 MB.
set -euo pipefail
cd "$(dirname "$0")"

environment=../../../node_modules/.cache/python-clients
cmp --silent requirements.txt $environment/installed.txt && exit

rm -rf $environment
python3 -m venv $environment
# uv downloads several packages at a time.
$environment/bin/pip install --quiet --no-compile uv==0.13.9
$environment/bin/uv pip install --quiet --python $environment --requirement requirements.txt
# Compiles the modules that the programs load.
for program in clients.py evaluate.py; do
  env --unset=PYTHONDONTWRITEBYTECODE LITELLM_LOCAL_MODEL_COST_MAP=True $environment/bin/python $program
done
cp requirements.txt $environment/installed.txt
