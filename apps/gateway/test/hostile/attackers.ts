import { setTimeout } from "node:timers/promises";
import { AttackedGateway, type GatewayProgram, type StoppedGateway } from "./attacked-gateway.ts";
import { type BystanderReport, watch } from "./bystander.ts";
import type { Attack } from "./caller/attack.ts";
import type { CallerReport } from "./caller/tally.ts";
import { ChildProgram } from "./child-program.ts";
import type { UpstreamReport } from "./evil-upstream.ts";
import {
  defaultDuration,
  type GatewaySettings,
  type HostileCase,
  type UpstreamSettings,
} from "./hostile-case.ts";

/** The events of a case. */
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
  /** Set if the process lived until it was told to stop, and was. */
  readonly stopped?: StoppedGateway;
}

/** Milliseconds for which the bystander is alone with the gateway. */
const restTime = 2000;

/** The programs of the evil callers and of the evil upstream, which serve case after case. */
export class Attackers implements Disposable {
  readonly #callers = new ChildProgram<Attack, readonly CallerReport[]>("evil-caller.ts");
  readonly #upstream = new ChildProgram<UpstreamSettings | "report", UpstreamReport>("evil-upstream.ts");

  /** Starts a gateway in front of the upstream. */
  async startGateway(settings: GatewaySettings = {}, program: GatewayProgram): Promise<AttackedGateway> {
    const { url } = await this.#upstream.ask("report");
    return AttackedGateway.start({ ...settings, upstream: url, program });
  }

  /** Runs a case against a gateway with its settings. It stops the gateway only if the case says so. */
  async attack(hostile: HostileCase, gateway: AttackedGateway): Promise<Incident> {
    const { callers: groups = [], duration = defaultDuration, stopAfter, holds } = hostile;
    await this.#upstream.ask(hostile.upstream ?? {});
    const rest = holds.slowdown === undefined ? undefined : await watch(gateway.url, setTimeout(restTime));
    await gateway.forgetPeaks();
    const begun = performance.now();
    const attacked = this.#callers.ask({ port: Number(new URL(gateway.url).port), groups, duration });
    // Without a stop the bystander sees the aftermath, too.
    const end = attacked.then(() => setTimeout(100));
    const sampled = holds.growth === undefined ? undefined : gateway.sampleMemory(attacked);
    const bystander = await watch(gateway.url, stopAfter === undefined ? end : setTimeout(stopAfter));
    const stopped = stopAfter === undefined ? undefined : gateway.stop();
    const callers = await attacked;
    const seconds = (performance.now() - begun) / 1000;
    const death = stopped === undefined ? gateway.death : undefined;
    const usedMemory = await sampled;
    const longestTurn = await gateway.longestTurn();
    return {
      callers,
      bystander,
      ...(rest && { rest }),
      ...(usedMemory && { usedMemory }),
      ...(longestTurn !== undefined && { longestTurn }),
      memory: gateway.peakMemory(),
      seconds,
      death,
      busy: stopped === undefined && death === undefined ? await gateway.busyGauges() : [],
      upstream: await this.#upstream.ask("report"),
      ...(stopped && { stopped: await stopped }),
    };
  }

  [Symbol.dispose](): void {
    this.#callers[Symbol.dispose]();
    this.#upstream[Symbol.dispose]();
  }
}
