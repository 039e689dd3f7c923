import * as z from 'zod/mini';
import { configurationSchema } from './schema.ts';

/** The published JSON Schema (draft 2020-12), for editors. */
export function configurationJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $id: 'https://raw.githubusercontent.com/org/obcms-deploy/v1/schema/obcms-deploy.schema.json',
    title: 'obcms-deploy configuration',
    ...z.toJSONSchema(configurationSchema),
  };
}
