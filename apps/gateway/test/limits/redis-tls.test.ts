import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import { TestAuthority } from "../support/certificates.ts";
import { findQuietPort } from "../support/quiet-port.ts";
import { TestRedis, withoutRedis } from "../support/redis.ts";

const authorities = getCACertificates();
const password = "p@ss,word";
let authority: TestAuthority;
let redis: TestRedis;
let tlsPort: number;

/** Starts a cluster of one server. */
beforeAll(async () => {
  if (withoutRedis !== undefined) return;
  authority = new TestAuthority();
  const { folder } = authority;
  const files = ["cert", "key"].map((name) => join(folder, `redis.${name}`));
  const { cert, key } = authority.issue();
  await Promise.all([cert, key].map((text, index) => writeFile(files[index] ?? "", text)));
  tlsPort = await findQuietPort();
  const busPort = await findQuietPort();
  const self = `${"0".repeat(40)} 127.0.0.1:${tlsPort}@${busPort} myself,master - 0 0 1 connected 0-16383`;
  await writeFile(join(folder, "nodes.conf"), `${self}\nvars currentEpoch 1 lastVoteEpoch 0\n`);
  redis = await TestRedis.start([
    ...["--tls-port", String(tlsPort), "--tls-cert-file", files[0] ?? "", "--tls-key-file", files[1] ?? ""],
    ...["--tls-ca-cert-file", authority.file, "--tls-auth-clients", "no", "--dir", folder],
    ...["--cluster-enabled", "yes", "--tls-cluster", "yes", "--cluster-port", String(busPort)],
    ...["--user", "tester", "on", `>${password}`, "~*", "+@all"],
  ]);
  await redis.printed("Cluster state changed: ok");
});

afterAll(async () => {
  setDefaultCACertificates(authorities);
  await redis?.[Symbol.asyncDispose]();
  authority?.[Symbol.dispose]();
});

beforeEach(({ skip }) => skip(withoutRedis !== undefined, withoutRedis));

test.each([false, true])("counts over TLS for a user with a password, with cluster: %j", async (cluster) => {
  const url = `rediss://tester:${encodeURIComponent(password)}@127.0.0.1:${tlsPort}`;
  const open = (report: (message: string) => void) => openLedger({ url, cluster, report });
  const limits = { requestsPerMinute: 1 };
  const name = `caller ${cluster}`;

  setDefaultCACertificates(authorities);
  const reports: string[] = [];
  {
    using ledger = await open((message) => reports.push(message));
    expect((await createRateLimiter({ limits, ledger }).countRequest({ name }))?.refusal?.status).toBe(503);
  }
  expect(reports.join()).toMatch(/^Redis is unavailable: .*certificate/);

  setDefaultCACertificates([authority.pair.cert]);
  using ledger = await open(() => {});
  const limiter = createRateLimiter({ limits, ledger });
  expect((await limiter.countRequest({ name }))?.refusal).toBeUndefined();
  expect((await limiter.countRequest({ name }))?.refusal?.status).toBe(429);
});
