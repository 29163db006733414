/** Answers every request with the same body: the most that a server on `node:http` can do. Arguments: port, body. */
import { createServer } from "node:http";

const [port, text = ""] = process.argv.slice(2);
const body = Buffer.from(text);
const headers = { "content-type": "application/json", "content-length": body.length };

const server = createServer((request, response) => {
  request.resume().on("end", () => response.writeHead(200, headers).end(body));
});
server.listen(Number(port), "127.0.0.1");
