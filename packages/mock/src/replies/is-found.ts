/** A search for a regular expression takes too long. */
export class SlowPatternError extends Error {
  override readonly name = "SlowPatternError";
}

/** In milliseconds. */
const longestSearch = 500;

/** The length up to which a text is searched in little time by a pattern with only one quantifier. */
const shortText = 10_000;

/**
 * Returns true if a pattern is found in a text. Searches from the beginning, whatever the state of a global or sticky expression.
 *
 * @throws SlowPatternError after half a second: a pattern such as `(a+)+b` takes years for 50 characters, and any program may send the
 * mock one. Meanwhile, the mock would answer no other request, and notice no signal to end.
 */
export function isFound(pattern: RegExp, text: string): boolean {
  const quantifiers = pattern.source.match(/[*+]|\{\d/g)?.length ?? 0;
  const search = () => text.search(pattern) !== -1;
  // To limit a search takes longer than most searches.
  if (quantifiers === 0 || (quantifiers === 1 && text.length <= shortText)) return search();
  limit ??= createLimit();
  return limit(search, pattern);
}

type Limit = (search: () => boolean, pattern: RegExp) => boolean;

let limit: Limit | undefined;

/** Creates a function that ends a search after half a second, as far as the runtime can: Node can from 20.16 on. */
function createLimit(): Limit {
  const vm = globalThis.process?.getBuiltinModule?.("node:vm");
  if (vm === undefined) return (search) => search();
  const globals = { search: () => true };
  let run: () => boolean;
  try {
    const context = vm.createContext(globals);
    const script = new vm.Script("search()");
    run = () => script.runInContext(context, { timeout: longestSearch });
    run();
  } catch {
    // In Cloudflare's Workers, the module's functions only throw.
    return (search) => search();
  }
  return (search, pattern) => {
    globals.search = search;
    try {
      return run();
    } catch (cause) {
      throw new SlowPatternError(`${pattern} takes more than ${longestSearch} ms`, { cause });
    }
  };
}
