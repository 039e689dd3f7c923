import * as z from 'zod/mini';
import { suiteSchema } from './schema.ts';

/** The published JSON Schema of the suite (draft 2020-12), for editors. */
export function suiteJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    $id: 'https://raw.githubusercontent.com/org/obcms-deploy/v1/schema/smoke-suite.schema.json',
    title: 'obcms-deploy smoke suite',
    ...z.toJSONSchema(suiteSchema),
  };
}
