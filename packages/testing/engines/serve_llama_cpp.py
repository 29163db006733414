"""Serves a model with llama.cpp's own HTTP server: serve_llama_cpp.py MODEL PORT [PARAMETERS]

PARAMETERS is JSON with properties of llama.cpp's `common_params` to change. When the server listens, it prints its URL.
"""

import json
import sys
import threading

import xllamacpp

parameters = xllamacpp.CommonParams()
parameters.model.path = sys.argv[1]
parameters.port = int(sys.argv[2])
parameters.hostnames = ["127.0.0.1"]
parameters.n_parallel = 4
parameters.n_ctx = 8192
parameters.kv_unified = False
parameters.warmup = False
parameters.n_gpu_layers = 0
parameters.cpuparams.n_threads = parameters.cpuparams_batch.n_threads = 1
parameters.endpoint_metrics = parameters.endpoint_slots = True
for name, value in json.loads(sys.argv[3] if len(sys.argv) > 3 else "{}").items():
    # Fails for a name that does not exist, which `setattr` alone would not.
    getattr(parameters, name)
    setattr(parameters, name, value)

server = xllamacpp.Server(parameters)
print(server.listening_address, flush=True)
threading.Event().wait()
