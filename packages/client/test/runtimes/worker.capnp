using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (
      name = "smoke",
      worker = (
        modules = [
          (name = "worker.js", esModule = embed "worker.js"),
          (name = "smoke.js", esModule = embed "dist/smoke.js"),
        ],
        bindings = [(name = "BASE_URL", fromEnvironment = "BASE_URL")],
        compatibilityDate = "2026-11-01",
      ),
    ),
    (name = "internet", network = (allow = ["private"])),
  ],
);
