using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (
      name = "mock",
      worker = (
        modules = [(name = "worker.js", esModule = embed "dist/worker.js")],
        compatibilityDate = "2026-11-01",
      ),
    ),
  ],
);
