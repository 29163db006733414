import { code } from "./code.ts";
import { type Comparison, pairOperations } from "./comparison.ts";
import { broken, createFinding, type Finding, kept } from "./findings/finding.ts";
import { sampleRequest } from "./witness/sample-request.ts";

/** Compares the servers of each operation. Their paths are part of the operations' names. */
export function compareServers({ base, head }: Comparison): readonly Finding[] {
  return pairOperations({ base, head }).flatMap((pair) => {
    const [before, after] = [pair.base.servers, pair.head.servers];
    const parts = {
      pointer: "/servers",
      direction: "request",
      basePart: base.document.root,
      headPart: head.document.root,
      keyword: "servers",
    } as const;
    const removed = before
      .filter((url) => !after.includes(url))
      .map((url) =>
        createFinding({
          ...parts,
          rule: "server-removed",
          effects: {
            wire: broken({
              kind: "request",
              request: sampleRequest(pair),
              reason: `The head does not say that ${code(url)} answers.`,
            }),
          },
          sentence: `The server ${code(url)} is removed.`,
          base: url,
        }),
      );
    const added = after
      .filter((url) => !before.includes(url))
      .map((url) =>
        createFinding({
          ...parts,
          rule: "server-added",
          effects: { wire: kept("the other servers are there as before") },
          sentence: `The server ${code(url)} is new.`,
          head: url,
          addsFeature: true,
        }),
      );
    return [...removed, ...added];
  });
}
