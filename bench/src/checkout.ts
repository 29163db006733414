import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";

/** The parts of a checkout that are measured: two programs, and the entry modules of packages. */
export interface Checkout {
  readonly root: URL;
  readonly mock: URL;
  readonly mockModule: URL;
  readonly gateway: URL;
  readonly client: URL;
  readonly engine: URL;
  readonly validators: URL;
}

/**
 * Finds the built programs and packages of a checkout.
 *
 * @param folder - the root folder of the checkout.
 * @throws Error if one of them is missing.
 */
export function openCheckout(folder: string): Checkout {
  const root = pathToFileURL(`${folder}/`);
  const find = (path: string) => {
    const file = new URL(path, root);
    if (!existsSync(file)) {
      throw new Error(`${file.pathname} does not exist. Run "npx pnpm@12 build" in ${folder} first.`);
    }
    return file;
  };
  return {
    root,
    mock: find("packages/mock/dist/cli.js"),
    mockModule: find("packages/mock/dist/index.js"),
    gateway: find("apps/gateway/dist/cli.js"),
    client: find("packages/client/dist/index.js"),
    engine: find("packages/engine/dist/index.js"),
    validators: find("packages/validators/dist/index.js"),
  };
}
