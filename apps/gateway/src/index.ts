export { type Gateway, type GatewayParts, startGateway } from "./server/start-gateway.ts";
