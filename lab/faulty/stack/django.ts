import type { Fault } from '../fault.ts';

const PRODUCTION = 'src/obc_management/settings/production.py';

export const DJANGO_FAULTS: readonly Fault[] = [
  {
    name: 'The health check is redirected, which it takes for success',
    edits: [{ file: PRODUCTION, find: '[r"^health/$", r"^ready/$"]', replace: '[r"^ready/$"]' }],
    expect: [{ rule: 'django/health-redirect', file: PRODUCTION, at: 'SECURE_REDIRECT_EXEMPT' }],
  },
  {
    name: 'Readiness is a word that is always said',
    edits: [
      {
        file: 'src/core/views.py',
        find: '    checks = readiness()\n',
        replace: '    checks = {"database": True}\n',
      },
    ],
    expect: [{ rule: 'django/readiness-constant', file: 'src/core/views.py', at: 'def ready' }],
  },
  {
    name: 'Checks that keep the site safe are silenced',
    edits: [
      {
        file: PRODUCTION,
        find: 'X_FRAME_OPTIONS =',
        replace: 'SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012"]\nX_FRAME_OPTIONS =',
      },
    ],
    expect: [{ rule: 'django/silenced', file: PRODUCTION, at: 'SILENCED_SYSTEM_CHECKS' }],
  },
];
