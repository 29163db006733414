/** `@fastify/http-proxy` with its defaults: no log. Arguments: port, upstream. */
import proxy from "@fastify/http-proxy";
import fastify from "fastify";

const [port, upstream = ""] = process.argv.slice(2);

await fastify()
  .register(proxy, { upstream })
  .listen({ port: Number(port), host: "127.0.0.1" });
