// Preloaded into a gateway: sends SIGNAL to it at the moment PHASE of its start, and with SIGNAL_WORKERS also to its workers, as
// a terminal does.
import cluster from "node:cluster";

const { PHASE = "", SIGNAL, SIGNAL_WORKERS } = process.env;
const signal = (["SIGINT", "SIGHUP"] as const).find((name) => name === SIGNAL) ?? "SIGTERM";

function send(): void {
  process.kill(process.pid, signal);
  if (SIGNAL_WORKERS === undefined) return;
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
}

if (cluster.isPrimary) {
  // Every channel looks open, also after its worker has ended. By itself, that happens only sometimes.
  cluster.on("fork", (worker) => Object.assign(worker, { isConnected: () => true }));
  if (PHASE === "handler") {
    process.on("newListener", (event) => event === signal && setImmediate(send));
  } else if (PHASE === "delay") {
    // While a dead worker waits for its replacement.
    cluster.once("online", ({ process }) => process.kill("SIGKILL"));
    cluster.once("exit", send);
  } else {
    cluster.once(PHASE, send);
  }
}
