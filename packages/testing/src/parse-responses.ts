/** An HTTP response that was read as a whole, from `fetch` or from a connection. */
export interface WholeResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/**
 * Parses all HTTP/1.1 responses that a connection carried, except `100 Continue`.
 *
 * @throws Error for a body that is neither chunked nor has a `Content-Length`.
 */
export function parseResponses(bytes: Buffer): WholeResponse[] {
  const responses: WholeResponse[] = [];
  let rest = bytes;
  while (rest.length > 0) {
    const headEnd = rest.indexOf("\r\n\r\n");
    const [statusLine = "", ...lines] = rest.subarray(0, headEnd).toString("latin1").split("\r\n");
    const headers = new Headers(
      lines.map((line): [string, string] => [
        line.split(": ", 1)[0] ?? "",
        line.slice(line.indexOf(": ") + 2),
      ]),
    );
    rest = rest.subarray(headEnd + 4);
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
    if (status === 100) continue;
    const { body, rest: after } = splitBody(headers, rest);
    responses.push({ status, headers, body: body.toString() });
    rest = after;
  }
  return responses;
}

/** Reads a response of `fetch` to its end. */
export async function readResponse(response: Response): Promise<WholeResponse> {
  return { status: response.status, headers: response.headers, body: await response.text() };
}

/** Returns the data of each HTTP chunk in a chunked body (RFC 9112, section 7.1), and the bytes after the body. */
export function splitChunks(bytes: Buffer): { chunks: Buffer[]; rest: Buffer } {
  const chunks: Buffer[] = [];
  for (let rest = bytes; ; ) {
    const lineEnd = rest.indexOf("\r\n");
    const size = Number.parseInt(rest.subarray(0, lineEnd).toString(), 16);
    const start = lineEnd + 2;
    if (!Number.isInteger(size)) throw new Error("The response is neither sized nor chunked.");
    const chunk = rest.subarray(start, start + size);
    rest = rest.subarray(start + size + 2);
    if (size === 0) return { chunks, rest };
    chunks.push(chunk);
  }
}

function splitBody(headers: Headers, bytes: Buffer): { body: Buffer; rest: Buffer } {
  const length = headers.get("content-length");
  if (length !== null) {
    return { body: bytes.subarray(0, Number(length)), rest: bytes.subarray(Number(length)) };
  }
  const { chunks, rest } = splitChunks(bytes);
  return { body: Buffer.concat(chunks), rest };
}
