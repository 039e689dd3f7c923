import type { Node, TypeName } from 'libpg-query';
import type { SqlType } from './act.ts';
import { qualified } from './names.ts';
import { stringsOf } from './tree.ts';

const SERIALS: Readonly<Record<string, string>> = {
  smallserial: 'int2',
  serial2: 'int2',
  serial: 'int4',
  serial4: 'int4',
  bigserial: 'int8',
  serial8: 'int8',
};

/** INTERVAL without fields, as the grammar writes it. */
const ALL_FIELDS = 32_767;

/** A type as the catalogue calls it. `serial` is no type: an integer with a sequence. */
export function typeOf(name: TypeName | undefined): { readonly type: SqlType; readonly serial: boolean } {
  const written = qualified(stringsOf(name?.names));
  const integer = SERIALS[written];
  const modifiers = (name?.typmods ?? []).flatMap(numberOf);
  return {
    type: {
      name: integer ?? written,
      modifiers: written === 'interval' && modifiers[0] === ALL_FIELDS ? modifiers.slice(1) : modifiers,
      array: (name?.arrayBounds ?? []).length > 0,
    },
    serial: integer !== undefined,
  };
}

/** PostGIS has words among its modifiers: they are left out. */
function numberOf(node: Node): readonly number[] {
  if (!('A_Const' in node)) return [];
  const { ival, fval } = node.A_Const;
  if (ival !== undefined) return [ival.ival ?? 0];
  return fval?.fval === undefined ? [] : [Number(fval.fval)];
}
