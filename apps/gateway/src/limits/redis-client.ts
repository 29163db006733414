/** Milliseconds until Redis must have answered. */
export const timeout = 1000;

/** The part of the client library's options that all connections have in common. */
interface ConnectionOptions {
  readonly url?: string;
  readonly disableOfflineQueue: true;
  readonly socket: { readonly connectTimeout: number; readonly reconnectStrategy: false };
}

/**
 * Returns options for a connection that does not reconnect, and whose commands fail at once while it is down. They are new each
 * time, because the client library changes them.
 */
export function connectionOptions(url?: string): ConnectionOptions {
  return {
    ...(url !== undefined && { url }),
    disableOfflineQueue: true,
    socket: { connectTimeout: timeout, reconnectStrategy: false },
  };
}

/** A client that is not connected yet. */
interface Connectable {
  connect(): Promise<unknown>;
  destroy(): void;
}

/**
 * Connects a client, or destroys it.
 *
 * @throws Error if that fails, or takes more than a second.
 */
export async function connectInTime<Client extends Connectable>(client: Client): Promise<Client> {
  try {
    await inTime(client.connect());
    return client;
  } catch (error) {
    client.destroy();
    throw error;
  }
}

/**
 * Waits for an answer of Redis.
 *
 * @throws Error if it takes more than a second.
 */
export async function inTime<Answer>(answer: Promise<Answer>): Promise<Answer> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`it has not answered for ${timeout} ms`)), timeout);
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
