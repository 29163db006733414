import { _, type CodeGen, Name } from "ajv";

/** Once a check has found this many faults, it leaves a list at the next one. This bounds the cost of a long list. */
const maxFaults = 32;

/** Generates the end of a loop over the values of a list: it leaves the loop at a fault that exceeds the limit. */
export function leaveListAfterFaults(gen: CodeGen, valid: Name): void {
  gen.if(_`!${valid} && ${new Name("errors")} >= ${maxFaults}`, () => gen.break());
}
