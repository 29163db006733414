import type { GatewayProgram } from "./attacked-gateway.ts";
import type { Attackers, Incident } from "./attackers.ts";
import type { HostileCase } from "./hostile-case.ts";

/** Runs a case against a gateway of its own, and stops it. */
export async function runAlone(
  attackers: Attackers,
  hostile: HostileCase,
  program: GatewayProgram,
): Promise<Incident> {
  await using gateway = await attackers.startGateway(hostile.gateway, program);
  const incident = await attackers.attack(hostile, gateway);
  if (incident.stopped || gateway.death !== undefined) return incident;
  return { ...incident, stopped: await gateway.stop() };
}
