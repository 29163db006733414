import ts from "typescript";
import { requestSchemas } from "./spec.ts";

/** Hooks for openapi-typescript that make the types of requests accept every value that becomes the same JSON. */
export const loosenRequests = {
  /** Makes arrays readonly, because a caller's constants are. */
  postTransform(type: ts.TypeNode, { path }: { path?: string }): ts.TypeNode | undefined {
    if (!isOfRequest(path) || !ts.isArrayTypeNode(type)) return undefined;
    return ts.factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, type);
  },
  /** Lets optional properties be undefined, also under `exactOptionalPropertyTypes`, because JSON omits them. */
  transformProperty(
    property: ts.PropertySignature,
    _schema: object,
    { path }: { path?: string },
  ): ts.PropertySignature | undefined {
    const { modifiers, name, questionToken, type } = property;
    if (!isOfRequest(path) || !questionToken || !type) return undefined;
    const undefinedType = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
    const types = ts.isUnionTypeNode(type) ? type.types : [type];
    const union = ts.factory.createUnionTypeNode([...types, undefinedType]);
    return ts.factory.updatePropertySignature(property, modifiers, name, questionToken, union);
  },
};

function isOfRequest(path = ""): boolean {
  const [, , section, name = ""] = path.split("/");
  return section === "schemas" && requestSchemas.has(name);
}
