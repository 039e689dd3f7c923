/** Judging an answer: names to values, expectations to verdicts, captures. Nothing here sends, waits or prints. */
export { capture } from './capture.ts';
export { nameOf } from './describe.ts';
export { problemOfJsonPath } from './json-path.ts';
export { problemOfSchema } from './json-schema.ts';
export { type ExpectationVerdict, judge } from './judge.ts';
export { namesIn, namesInExpectation, namesInJson, namesInStep } from './names.ts';
export { problemOfRegex } from './regex.ts';
export type { Seen } from './seen.ts';
export {
  NameUnknown,
  resolve,
  resolveJson,
  resolveShown,
  type Scope,
  withoutValue,
} from './template.ts';
