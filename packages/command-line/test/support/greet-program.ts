// Greets, or fails in the way that `--title` says.
import { runProgram, UsageError } from "../../src/index.ts";
import { greet } from "./greet.ts";

await runProgram(greet, async ({ whom, title, times }) => {
  for (let done = 0; done < times; done += 1) console.log(`Hello, ${whom}!`);
  // A server would keep the process, too.
  if (title !== undefined) setInterval(() => {}, 1000);
  if (title === "usage") throw new UsageError("Not now.");
  if (title === "other") throw new Error("A bug.");
});
