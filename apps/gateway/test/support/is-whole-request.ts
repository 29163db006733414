/** Returns whether a request has arrived with all of its body, whose length a header names. */
export function isWholeRequest(received: string): boolean {
  const end = received.indexOf("\r\n\r\n");
  const [, length = 0] = /^content-length: (\d+)\r$/im.exec(received) ?? [];
  return end >= 0 && received.length >= end + 4 + Number(length);
}
