import type { Operation } from '../../facts.ts';
import type { Played } from '../../played.ts';
import { python, sqlName } from '../remedies/code.ts';
import { defineHazard, type HazardHit } from '../rule.ts';
import { operationInWords, subjectOf } from '../wording.ts';

export const irreversible = defineHazard({
  id: 'rollback/irreversible',
  title: 'Every step can be reversed',
  severity: 'medium',
  verdict: 'review',
  why: 'One step without a reverse ends every way back by migrations at this point: `migrate app NNNN` stops with IrreversibleError, also for the steps before it.',
  remedy: 'Give the step a reverse, or say with a noop that none is needed.',
  source: ['Django, Migration operations: reversible', 'S0-073'],
  judge: ({ facts, migrations }) =>
    migrations.flatMap(({ migration, statements }) =>
      migration.operations
        .filter(({ reverse, stateOnly }) => reverse === 'none' && !stateOnly)
        .flatMap((operation): readonly HazardHit[] => {
          const own = statements.filter(statement => statement.operation?.index === operation.index);
          // A step that only looks, or only sets something for the session, leaves nothing to be reversed.
          if (
            own.length > 0 &&
            own.every(({ by, acts }) => by !== 'code' && acts.length > 0 && acts.every(leavesNothing))
          )
            return [];
          if (operation.code?.writes === 'none') return [];
          const [statement] = own;
          return [
            {
              migration,
              operation,
              ...(statement === undefined ? {} : { statement }),
              subject: subjectOf(migration, operation.text === '' ? operation.kind : operation.text),
              message: `${operationInWords(migration, operation)} has no reverse: ${facts.framework === 'django' ? `"migrate ${migration.app}" to any migration before it` : 'a downgrade'} stops here.`,
              remedy: reverseOf(operation, own),
            },
          ];
        }),
    ),
});

const SESSION_ONLY: ReadonlySet<string> = new Set([
  'set',
  'set-constraints',
  'select',
  'lock-table',
  'vacuum',
  'transaction',
]);

function leavesNothing(act: Played['migrations'][number]['statements'][number]['acts'][number]): boolean {
  return act.act === 'select' ? act.calls.length === 0 : SESSION_ONLY.has(act.act);
}

function reverseOf(operation: Operation, own: Played['migrations'][number]['statements']): string {
  if (operation.kind === 'RunSQL') {
    const reverse = own.flatMap(({ acts }) => acts.map(reverseSql)).find(sql => sql !== undefined);
    return `Name the SQL that takes it back, or say that nothing has to be:\nmigrations.RunSQL(\n    ${python(own[0]?.text ?? '...')},\n    reverse_sql=${reverse === undefined ? 'migrations.RunSQL.noop' : python(reverse)},\n),`;
  }
  if (operation.kind === 'RunPython') {
    const name = operation.code?.name ?? 'forwards';
    return `Write the function that takes it back; when the rows may stay as they are, say so:\nmigrations.RunPython(${name}, migrations.RunPython.noop),`;
  }
  return 'Give the step a reverse, or say with a noop that none is needed.';
}

/** The exact reverse, of acts that have one by name alone. */
function reverseSql(act: Played['migrations'][number]['statements'][number]['acts'][number]): string | undefined {
  switch (act.act) {
    case 'create-index':
      return `DROP INDEX ${act.concurrently ? 'CONCURRENTLY ' : ''}IF EXISTS ${sqlName(act.index.name)}`;
    case 'create-table':
      return `DROP TABLE ${sqlName(act.table)}`;
    case 'add-column':
      return `ALTER TABLE ${sqlName(act.table)} DROP COLUMN ${sqlName(act.column.name)}`;
    case 'add-constraint':
      return `ALTER TABLE ${sqlName(act.table)} DROP CONSTRAINT ${sqlName(act.constraint.name)}`;
    case 'create-view':
      return `DROP VIEW ${sqlName(act.view)}`;
    case 'create-trigger':
      return `DROP TRIGGER ${sqlName(act.name)} ON ${sqlName(act.table)}`;
    case 'rename-column':
      return `ALTER TABLE ${sqlName(act.table)} RENAME COLUMN ${sqlName(act.to)} TO ${sqlName(act.column)}`;
    case 'rename-table':
      return `ALTER TABLE ${sqlName(act.to)} RENAME TO ${sqlName(act.table.split('.').at(-1) ?? act.table)}`;
    case 'set-not-null':
      return `ALTER TABLE ${sqlName(act.table)} ALTER COLUMN ${sqlName(act.column)} DROP NOT NULL`;
    default:
      return undefined;
  }
}
