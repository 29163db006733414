import { once } from "node:events";
import { createServer } from "node:net";

const lowest = 10_000;
/** Above it, systems hand out ports to whoever asks for any. */
const highest = 30_000;

/** Finds a free port that the system gives to nobody else meanwhile, for a server that is started later or again. */
export async function findQuietPort(): Promise<number> {
  const port = lowest + Math.floor(Math.random() * (highest - lowest));
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch {
    return findQuietPort();
  }
  server.close();
  await once(server, "close");
  return port;
}
