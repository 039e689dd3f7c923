import type { RuleCases } from '../../../support/rule-cases.ts';
import { NAMES } from './env/names.ts';
import { SHAPES } from './env/shapes.ts';
import { VALUES } from './env/values.ts';

export const CASES: RuleCases = { ...NAMES, ...VALUES, ...SHAPES };
