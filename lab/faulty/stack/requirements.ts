import type { Fault } from '../fault.ts';

const LOCKED = 'requirements/production.txt';
const DIRECT = 'requirements/production.in';

export const REQUIREMENTS_FAULTS: readonly Fault[] = [
  {
    name: 'A version is changed by hand: without a hash, and beside the old one',
    edits: [{ file: LOCKED, find: 'whitenoise==6.12.0', replace: 'whitenoise==6.9.0\nwhitenoise==6.12.0' }],
    expect: [
      { rule: 'requirements/hashes', file: LOCKED, at: 'whitenoise==6.9.0' },
      { rule: 'requirements/contradicting', file: LOCKED, at: 'whitenoise==6.12.0' },
    ],
  },
  {
    name: 'The driver of the database is taken out of the lock',
    edits: [
      { file: LOCKED, find: 'psycopg==3.3.9 \\\n', replace: 'placeholder-driver==3.3.9 \\\n' },
      { file: LOCKED, find: 'psycopg-binary==3.3.9 ;', replace: 'placeholder-driver-binary==3.3.9 ;' },
      { file: DIRECT, find: 'psycopg[binary]>=3.3,<3.4\n', replace: '' },
    ],
    expect: [{ rule: 'requirements/driver', file: LOCKED, at: 'amqp==5.4.2' }],
  },
  {
    name: 'A package that has been part of Django since 1.8',
    edits: [{ file: DIRECT, find: 'gunicorn>=26,<27\n', replace: 'django-secure==1.0.2\ngunicorn>=26,<27\n' }],
    expect: [{ rule: 'requirements/obsolete', file: DIRECT, at: 'django-secure' }],
  },
];
