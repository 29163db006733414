/** Passes requests and responses on unread: the least that a gateway on Node can do. Arguments: port, upstream. */
import { createServer } from "node:http";
import { Pool } from "undici";

const [port, upstream = ""] = process.argv.slice(2);
const pool = new Pool(upstream);

const server = createServer(async (request, response) => {
  const { url: path = "", method = "" } = request;
  const { connection: _, ...headers } = request.headers;
  const upstreamResponse = await pool.request({ path, method, headers, body: request });
  response.writeHead(upstreamResponse.statusCode, upstreamResponse.headers);
  upstreamResponse.body.pipe(response);
});
server.listen(Number(port), "127.0.0.1");
