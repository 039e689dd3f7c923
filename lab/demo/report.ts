import type { Chronicle } from './chronicle.ts';
export function reportPage(chronicle: Chronicle): string {
  return JSON.stringify(chronicle);
}
