import { findRoute } from "@completions-api/http/routing";
import { HttpError } from "@completions-api/protocol";
import type { Face } from "../faces/face.ts";
import type { MockRequest } from "../mock-request.ts";
import type { RequestVerdict } from "./create-proxy.ts";

/** Reads a request by the contract. */
export async function judgeRequest(request: MockRequest, face: Face): Promise<RequestVerdict> {
  try {
    const { handler: operation, parameter } = findRoute(face.routes, request.url.pathname, request.method);
    return { valid: { face, operation, read: await operation.read(request, parameter) } };
  } catch (refusal) {
    if (refusal instanceof HttpError) return { refusal };
    throw refusal;
  }
}
