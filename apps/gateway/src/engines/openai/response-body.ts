/** Takes the body of a response as it comes. */
export interface BodyReader {
  read(bytes: Uint8Array): void;
  end(): void;
}

/**
 * Collects a body, and gives it to `take` once it is whole.
 *
 * @param limit - in bytes; `take` gets undefined as soon as there are more.
 */
export function collect(limit: number, take: (body: string | undefined) => void): BodyReader {
  const parts: Uint8Array[] = [];
  let length = 0;
  return {
    read(bytes) {
      length += bytes.length;
      if (length > limit) take(undefined);
      else parts.push(bytes);
    },
    end() {
      take(Buffer.concat(parts).toString());
    },
  };
}

/** Undefined where `body` is no JSON. What is wrong with it, the message of `JSON.parse` would say by citing it. */
export function parseJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? "");
  } catch {
    return undefined;
  }
}
