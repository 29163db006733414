import { measureRequestRate } from "../load.ts";
import { inTurns } from "../rates.ts";
import { prismCommand, startServer, stopServer } from "../servers.ts";
import { writeConfig } from "./config.ts";
import { gatewayCommand } from "./contenders.ts";

const turns = 5;
/** Prism answers it with the spec's example. */
const short = { prompt: "Call me", max_tokens: 16, seed: 1 };
/** So much to generate that whoever sends the requests has next to nothing to do. */
const long = { prompt: "Call me", max_tokens: 512, seed: 1 };

/** Requests a second. */
export interface EmbeddedRates {
  /** 16 tokens. */
  readonly gateway: number;
  readonly prism: number;
  /** 512 tokens. */
  readonly oneWorker: number;
  readonly twoWorkers: number;
}

/** Has the gateway generate with its embedded engine, beside Prism, and with two processes. */
export async function measureEmbedded(): Promise<EmbeddedRates> {
  const config = await writeConfig({ engine: "embedded" });
  const one = await startServer(gatewayCommand(config));
  const two = await startServer(gatewayCommand(config, "--workers", "2"));
  const prism = await startServer(prismCommand);
  const [gateway, prismRate, oneWorker, twoWorkers] = await inTurns(
    [
      () => measureRequestRate(one.port, short),
      () => measureRequestRate(prism.port, short),
      () => measureRequestRate(one.port, long),
      () => measureRequestRate(two.port, long),
    ],
    turns,
  );
  await Promise.all([one, two, prism].map(stopServer));
  return { gateway, prism: prismRate, oneWorker, twoWorkers };
}
