import type { OpenAPITSOptions } from "openapi-typescript";
import ts from "typescript";
import { listRequestSchemas, type Spec } from "./spec.ts";

type Hooks = Required<Pick<OpenAPITSOptions, "postTransform" | "transformProperty">>;

/** Creates hooks for openapi-typescript that make the types of requests accept every value that becomes the same JSON. */
export function loosenRequests(spec: Spec): Hooks {
  const requestSchemas = listRequestSchemas(spec);
  const isOfRequest = (path = ""): boolean => {
    const [, , section, name = ""] = path.split("/");
    return section === "schemas" && requestSchemas.has(name);
  };
  return {
    /** Makes arrays readonly, because a caller's constants are. */
    postTransform(type, { path }) {
      if (!isOfRequest(path) || !ts.isArrayTypeNode(type)) return undefined;
      return ts.factory.createTypeOperatorNode(ts.SyntaxKind.ReadonlyKeyword, type);
    },
    /** Lets optional properties be undefined, also under `exactOptionalPropertyTypes`, because JSON omits them. */
    transformProperty(property, _schema, { path }) {
      const { modifiers, name, questionToken, type } = property;
      if (!isOfRequest(path) || !questionToken || !type) return undefined;
      const undefinedType = ts.factory.createKeywordTypeNode(ts.SyntaxKind.UndefinedKeyword);
      const types = ts.isUnionTypeNode(type) ? type.types : [type];
      const union = ts.factory.createUnionTypeNode([...types, undefinedType]);
      return ts.factory.updatePropertySignature(property, modifiers, name, questionToken, union);
    },
  };
}
