export { type Gateway, type GatewayParts, startGateway } from "./start-gateway.ts";
