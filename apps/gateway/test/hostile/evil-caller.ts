// A program that attacks a gateway as its parent says, and reports what it saw.
import { type Attack, attack } from "./caller/attack.ts";

process.on("message", async (message: Attack) => {
  process.send?.(await attack(message));
});
process.once("disconnect", () => process.exit());
