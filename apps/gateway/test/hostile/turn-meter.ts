// Measures how long the turns of this process's event loop take, and reports the longest to its parent on request. Ends the process
// if the parent is gone.

/** Milliseconds between two looks at the clock. Shorter turns are measured together. */
const interval = 2;

/** In milliseconds of this thread's time on a processor, which does not depend on what else the machine does. */
let longest = 0;

function usedTime(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

let before = usedTime();
setInterval(() => {
  const now = usedTime();
  longest = Math.max(longest, now - before);
  before = now;
}, interval).unref();

process.on("message", () => {
  process.send?.(longest);
  longest = 0;
});
process.once("disconnect", () => process.exit());
// The channel must not keep the process alive.
process.channel?.unref();
