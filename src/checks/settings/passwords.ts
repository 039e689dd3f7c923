import { defineRule } from '../rule.ts';
import { acrossSettings, type Fault } from './across.ts';
import { deployed } from './severities.ts';
import { list } from './values.ts';

export const passwordHasher = defineRule({
  id: 'settings/password-hasher',
  title: 'Passwords are stored so that guessing them is slow',
  severity: deployed('high'),
  why: 'A graphics card tries thousands of millions of MD5 or SHA-1 sums a second: from a copy of the table nearly every password is read back within days.',
  remedy:
    'Keep Django’s order; the fast hasher is for tests only:\nPASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher", ...]',
  source: [
    'S4-003',
    'https://docs.djangoproject.com/en/5.2/topics/auth/passwords/',
    'https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html',
  ],
  judge: project =>
    acrossSettings(project, { needs: ['PASSWORD_HASHERS'], of: 'any' }, ({ value }): Fault[] => {
      const [first, ...rest] = (list(value('PASSWORD_HASHERS')) ?? []).map(name => name.replace(/^.*\./, ''));
      if (first === undefined) return [];
      if (/^(?:Unsalted)?(?:MD5|SHA1)PasswordHasher$|^CryptPasswordHasher$|^Plain/i.test(first))
        return [
          {
            on: 'PASSWORD_HASHERS',
            evidence: `first: ${first}`,
            message: `New passwords are stored with ${first}, which a machine guesses by the million.`,
          },
        ];
      const weak = rest.filter(name => /^Unsalted|^Plain/i.test(name));
      return weak.length === 0
        ? []
        : [
            {
              on: 'PASSWORD_HASHERS',
              subject: 'PASSWORD_HASHERS: old',
              severity: 'low',
              evidence: `also accepted: ${weak.join(', ')}`,
              message:
                'Passwords that were stored without salt still let their owners in; they are renewed only when their owners log in.',
            },
          ];
    }),
});

export const passwordValidators = defineRule({
  id: 'settings/password-validators',
  title: 'Passwords are looked at before they are taken',
  severity: deployed('low', 'medium'),
  why: 'Without validators "1" is a password; Django has none unless the settings name them.',
  remedy:
    'AUTH_PASSWORD_VALIDATORS = [\n    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},\n    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},\n]',
  source: ['S2-053', 'https://docs.djangoproject.com/en/5.2/topics/auth/passwords/#password-validation'],
  judge: project =>
    acrossSettings(
      project,
      { needs: ['AUTH_PASSWORD_VALIDATORS', 'INSTALLED_APPS'], of: 'web' },
      ({ value, installed }) => {
        const validators = value('AUTH_PASSWORD_VALIDATORS');
        return installed('django.contrib.auth') && Array.isArray(validators) && validators.length === 0
          ? [{ on: 'AUTH_PASSWORD_VALIDATORS', message: 'Every password is taken, "1" too.' }]
          : [];
      },
    ),
});
