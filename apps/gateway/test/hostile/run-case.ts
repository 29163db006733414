import { setTimeout } from "node:timers/promises";
import { AttackedGateway, type GatewayProgram } from "./attacked-gateway.ts";
import { type BystanderReport, watch } from "./bystander.ts";
import type { Attack } from "./caller/attack.ts";
import type { CallerReport } from "./caller/tally.ts";
import { ChildProgram } from "./child-program.ts";
import type { UpstreamReport } from "./evil-upstream.ts";
import { defaultDuration, type HostileCase, type UpstreamSettings } from "./hostile-case.ts";

/** What happened in a case. */
export interface Incident {
  /** A report for each group. */
  readonly callers: readonly CallerReport[];
  readonly bystander: BystanderReport;
  /** The same before the attack, if the case compares with it. */
  readonly rest?: BystanderReport;
  /** The memory in use in bytes, once a second, if the case asks for it. */
  readonly usedMemory?: readonly number[];
  readonly upstream: UpstreamReport;
  /** Seconds that the attack took. */
  readonly seconds: number;
  /** The longest turn of the gateway's event loop, in milliseconds on a processor, if the process lived. */
  readonly longestTurn?: number;
  /** The most resident memory of the gateway in bytes, if the system says so. */
  readonly memory: number | undefined;
  /** How the gateway's process ended during the attack, if it did. */
  readonly death: string | undefined;
  /** Gauges that did not return to 0. */
  readonly busy: readonly string[];
  /** Set if the process lived until it was told to stop. */
  readonly stopped?: { readonly code: number | null; readonly secrets: readonly string[] };
}

/** Milliseconds for which the bystander is alone with the gateway. */
const restTime = 2000;

/** The programs of the evil callers and of the evil upstream, which serve case after case. */
export class Attackers implements Disposable {
  readonly #callers = new ChildProgram<Attack, readonly CallerReport[]>("evil-caller.ts");
  readonly #upstream = new ChildProgram<UpstreamSettings | "report", UpstreamReport>("evil-upstream.ts");

  /** Runs a case against a gateway of its own. */
  async run(hostile: HostileCase, program: GatewayProgram): Promise<Incident> {
    const { callers: groups = [], duration = defaultDuration, stopAfter, holds } = hostile;
    const { url } = await this.#upstream.ask(hostile.upstream ?? {});
    const callers = Math.max(1, ...groups.map((group) => group.callers ?? 1));
    await using gateway = await AttackedGateway.start({
      ...hostile.gateway,
      upstream: url,
      callers,
      program,
    });
    const rest = holds.slowdown === undefined ? undefined : await watch(gateway.url, setTimeout(restTime));
    await gateway.longestTurn(); // That of its start.
    const begun = performance.now();
    const attacked = this.#callers.ask({ port: Number(new URL(gateway.url).port), groups, duration });
    // Without a stop the bystander sees the aftermath, too.
    const end = attacked.then(() => setTimeout(100));
    const sampled = holds.growth === undefined ? undefined : gateway.sampleMemory(attacked);
    const bystander = await watch(gateway.url, stopAfter === undefined ? end : setTimeout(stopAfter));
    const early = stopAfter === undefined ? undefined : gateway.stop();
    const callerReports = await attacked;
    const seconds = (performance.now() - begun) / 1000;
    const death = early === undefined ? gateway.death : undefined;
    const memory = gateway.peakMemory();
    const busy = early === undefined && death === undefined ? await gateway.busyGauges() : [];
    const upstream = await this.#upstream.ask("report");
    const longestTurn = await gateway.longestTurn();
    const usedMemory = await sampled;
    const incident = {
      callers: callerReports,
      bystander,
      ...(rest && { rest }),
      ...(usedMemory && { usedMemory }),
      ...(longestTurn !== undefined && { longestTurn }),
      upstream,
      seconds,
      memory,
      death,
      busy,
    };
    return death === undefined ? { ...incident, stopped: await (early ?? gateway.stop()) } : incident;
  }

  [Symbol.dispose](): void {
    this.#callers[Symbol.dispose]();
    this.#upstream[Symbol.dispose]();
  }
}
