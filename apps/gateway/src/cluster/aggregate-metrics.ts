import cluster, { type Worker } from "node:cluster";
import type { Registry } from "prom-client";
import { formatMetrics } from "../telemetry/format-metrics.ts";
import { keepTotals, type MetricsSnapshot, sumMetrics } from "../telemetry/metrics-snapshot.ts";
import { isGatewayMessage, type MessageFromWorker, tellWorker } from "./messages.ts";

/** Milliseconds that a worker has to report its metrics. */
const reportTimeout = 1000;

/**
 * Adds up the metrics of all workers whenever one asks. For the primary process. A worker that does not report in time counts
 * with its last report. So do the counters and histograms of a worker that has ended: a total that decreased would look to
 * Prometheus like a restart.
 *
 * @param own - the metrics of the primary process, which are added.
 */
export function aggregateMetrics(own: Registry): void {
  /** The last reports of the workers, by their ids. */
  const reports = new Map<number, MetricsSnapshot>();
  /** The totals of workers that have ended. */
  let ended: MetricsSnapshot[] = [];
  /** Called when a worker has reported or ended, by its id. */
  const waiting = new Map<number, () => void>();
  let collecting: Promise<MetricsSnapshot> | undefined;

  cluster.on("exit", ({ id }) => {
    const last = reports.get(id);
    if (last) ended.push(keepTotals(last));
    reports.delete(id);
    waiting.get(id)?.();
  });
  cluster.on("message", (worker, message: unknown) => {
    if (!isGatewayMessage<MessageFromWorker>(message)) return;
    if (message.kind === "metrics report") {
      reports.set(worker.id, message.metrics);
      waiting.get(worker.id)?.();
    } else if (message.kind === "collect metrics") {
      const { id, format } = message;
      // Workers that ask at the same time share an answer.
      collecting ??= collect().finally(() => {
        collecting = undefined;
      });
      const formatted = collecting.then((metrics) => formatMetrics(metrics, format));
      formatted.then(
        (text) => tellWorker(worker, { kind: "metrics", id, text }),
        (error: Error) => tellWorker(worker, { kind: "no metrics", id, reason: error.message }),
      );
    }
  });

  async function collect(): Promise<MetricsSnapshot> {
    await Promise.all(
      Object.values(cluster.workers ?? {}).map(
        (worker) => worker && !worker.isDead() && askForReport(worker),
      ),
    );
    if (ended.length > 1) {
      const sum = sumMetrics(ended);
      ended = [];
      ended.push(await sum);
    }
    return sumMetrics([...reports.values(), ...ended, await own.getMetricsAsJSON()]);
  }

  function askForReport(worker: Worker): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(done, reportTimeout);
      function done(): void {
        clearTimeout(timer);
        waiting.delete(worker.id);
        resolve();
      }
      waiting.set(worker.id, done);
      tellWorker(worker, { kind: "report metrics" });
    });
  }
}
