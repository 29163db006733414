import type { CallerGroup } from "../hostile-case.ts";
import { EvilConnection } from "./evil-connection.ts";
import { type CallerReport, Tally } from "./tally.ts";

/** An attack on a gateway. */
export interface Attack {
  readonly port: number;
  readonly groups: readonly CallerGroup[];
  /** Milliseconds after which connections that are still open are closed. */
  readonly duration: number;
}

/** Attacks with all groups at once, and returns what each of them saw. */
export async function attack({ port, groups, duration }: Attack): Promise<readonly CallerReport[]> {
  const over = AbortSignal.timeout(duration);
  const runGroup = async (group: CallerGroup) => {
    const tally = new Tally();
    const lane = async (index: number) => {
      const key = toKey(group, index);
      for (let round = group.rounds ?? 1; round > 0 && !over.aborted; round -= 1)
        await new EvilConnection({ port, key, tally, over }).run(group);
    };
    await Promise.all(Array.from({ length: group.connections ?? 1 }, (_, index) => lane(index)));
    return tally.report();
  };
  return Promise.all(groups.map(runGroup));
}

/** Returns the API key of an evil caller. */
export function evilKey(index: number): string {
  return `key-of-an-evil-caller-${index}`;
}

function toKey({ key = "valid", callers = 1 }: CallerGroup, index: number): string | undefined {
  if (key === "none") return undefined;
  return key === "wrong" ? `wrong-key-${index}` : evilKey(index % callers);
}
