/** Judging an answer: names to values, expectations to verdicts, captures. Nothing here sends, waits or prints. */
export { type Captured, capture } from './capture.ts';
export { compare } from './compare.ts';
export { describeExpected, nameOf } from './describe.ts';
export { problemOfJsonPath, queryJson } from './json-path.ts';
export { type JsonSchema, problemOfSchema } from './json-schema.ts';
export { type ExpectationVerdict, judge } from './judge.ts';
export { namesIn, namesInExpectation, namesInJson, namesInRequest, namesInStep } from './names.ts';
export { isLoop, redirectOf } from './redirect.ts';
export { problemOfRegex } from './regex.ts';
export type { Seen } from './seen.ts';
export {
  NameUnknown,
  resolve,
  resolveJson,
  resolveJsonShown,
  resolveShown,
  type Scope,
  withoutValue,
} from './template.ts';
