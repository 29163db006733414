/** Passes requests and answers through as they are: what any gateway on Node does at least. Arguments: port, upstream. */
import { createServer } from "node:http";
import { Pool } from "undici";

const [port, upstream = ""] = process.argv.slice(2);
const pool = new Pool(upstream);

const server = createServer(async (request, response) => {
  const { url: path = "", method = "" } = request;
  const { connection: _, ...headers } = request.headers;
  const answer = await pool.request({ path, method, headers, body: request });
  response.writeHead(answer.statusCode, answer.headers);
  answer.body.pipe(response);
});
server.listen(Number(port), "127.0.0.1");
