import { describe, expect, test } from '@jest/globals';
import { commandsOf, type ShellScope } from '../../../../src/checks/shell/parse.ts';
import { withDefaults } from '../../../../src/checks/shell/word.ts';

const AT = { file: 'Dockerfile', line: 10 };

async function commands(text: string, scope: Partial<ShellScope> = {}) {
  return commandsOf(text, AT, { directory: '/app', environment: new Map(), ...scope });
}

async function words(text: string, scope: Partial<ShellScope> = {}): Promise<readonly string[]> {
  return (await commands(text, scope)).map(command => command.words.join(' '));
}

describe('commandsOf', () => {
  test('says how each command is reached, and on which line it stands', async () => {
    const found = await commands('a && \\\n b || c; d &\ne | f');
    expect(found.map(({ words: [name], after, role, line }) => [name, after, role, line])).toEqual([
      ['a', 'start', 'foreground', 10],
      ['b', 'success', 'foreground', 11],
      ['c', 'failure', 'foreground', 11],
      ['d', 'always', 'background', 11],
      ['e', 'always', 'piped', 12],
      ['f', 'always', 'piped', 12],
    ]);
  });

  test('follows cd, and forgets it after a subshell', async () => {
    const found = await commands('cd src && a; (cd /tmp; b); c; cd "$UNKNOWN"; d');
    expect(found.map(({ directory }) => directory)).toEqual(['/app/src', '/tmp', '/app/src', undefined]);
  });

  test('expands what is known and leaves the rest as written', async () => {
    const environment = new Map([
      ['A', '1'],
      ['OPTIONS', '--one --two'],
    ]);
    expect(
      await commands('x $A "${B:-2}" $OPTIONS "$OPTIONS" \'$A\' ${A:+set} 0.0.0.0:${PORT:-8000}', { environment }),
    ).toMatchObject([
      { words: ['x', '1', '${B:-2}', '--one', '--two', '--one --two', '$A', 'set', '0.0.0.0:${PORT:-8000}'] },
    ]);
  });

  test('keeps assignments before a command with it', async () => {
    expect(await commands('A=1 B="x y" python manage.py check')).toMatchObject([
      { words: ['python', 'manage.py', 'check'], assignments: { A: '1', B: 'x y' } },
    ]);
  });

  test.each([
    ['if [ "$A" = 1 ]; then yes; else no; fi', ['yes']],
    ['if [ "$A" != 1 ]; then yes; else no; fi', ['no']],
    ['if [ "$Z" = 1 ]; then yes; else no; fi', ['yes', 'no']],
    ['[ -n "$A" ] && yes', ['yes']],
    ['[ -z "$A" ] && yes', []],
    ['[[ $A == [0-9] ]] && yes', ['yes']],
    ['test "$A" -gt 3 || yes', ['yes']],
    ['! [ "$A" = 1 ] || yes', ['yes']],
    ['case $A in 0|1) yes;; *) no;; esac', ['yes']],
    ['case $Z in 0) yes;; *) no;; esac', ['yes', 'no']],
    ['if false; then no; elif [ "$A" = 1 ]; then yes; fi', ['false', 'yes']],
  ])('decides conditions that are known: %s', async (text, expected) => {
    expect(await words(text, { environment: new Map([['A', '1']]) })).toEqual(expected);
  });

  test('marks what may never run', async () => {
    const found = await commands('if [ "$Z" = 1 ]; then a; fi; b || c; until d; do e; done; f');
    expect(found.filter(({ conditional }) => conditional === true).map(({ words: [name] }) => name)).toEqual([
      'a',
      'c',
      'e',
    ]);
  });

  test('forgets a variable that only one branch sets', async () => {
    expect(await words('X=1; [ "$Z" = 1 ] && X=2; a $X; [ "$A" = 1 ] || X=3; b $X')).toEqual(['a $X', 'b $X']);
  });

  test('goes through loops over words, into functions and out of them', async () => {
    expect(await words('f() { a "$1"; return; b; }; for i in 1 2; do f $i; done; c')).toEqual(['a 1', 'a 2', 'c']);
  });

  test('gives the script its own arguments back after a function', async () => {
    expect(await words('set -- 1 2; f() { a "$1"; }; f 3; shift; b "$1" "$#"')).toEqual(['a 3', 'b 2 1']);
  });

  test('knows that all of a group after || is for failure', async () => {
    const found = await commands('a || { b; c; }; d');
    expect(found.map(({ after }) => after)).toEqual(['start', 'failure', 'failure', 'always']);
  });

  test('ends where the script ends', async () => {
    expect(await words('exec a; b')).toEqual(['a']);
    expect(await words('[ "$Z" ] && exit 1; b')).toEqual(['exit 1', 'b']);
    expect(await words('exit; b')).toEqual(['exit']);
  });

  test('knows which shell hands over to its last command', async () => {
    const last = async (text: string, shell: 'dash' | 'bash') =>
      (await commands(text, { shell })).at(-1)?.replacesShell;
    expect(await last('cd src && gunicorn', 'dash')).toBe(false);
    expect(await last('cd src && gunicorn', 'bash')).toBe(true);
    expect(await last('gunicorn || exit 1', 'bash')).toBe(false);
    expect(await last('if a; then gunicorn; fi', 'bash')).toBe(false);
    expect(await last('cd src && exec gunicorn', 'dash')).toBe(true);
  });

  test('looks into scripts that it is given, and texts in shells', async () => {
    const read = async (path: string) =>
      path === './build.sh' ? { file: 'docker/build.sh', text: '#!/bin/sh\n\npython $1\n' } : undefined;
    expect(await commands('./build.sh x && bash -ec "b; exec c"', { read })).toMatchObject([
      { words: ['python', 'x'], file: 'docker/build.sh', line: 3 },
      { words: ['b'], file: 'Dockerfile', line: 10 },
      { words: ['c'], replacesShell: true },
    ]);
  });

  test.each([
    ['a megabyte of one word', 'a'.repeat(1_000_000)],
    ['NUL', 'a \0 b'],
    ['a hundred thousand brackets', '('.repeat(100_000)],
    ['substitutions without end', '$('.repeat(40_000)],
    ['loops in loops', `${'for a in 1 2 3 4 5 6 7 8; do '.repeat(20)} x; ${'done; '.repeat(20)}`],
    ['a function that calls itself twice', 'f() { f; f; }; f'],
    ['eval of itself', 'A=\'eval "$A"\'; eval "$A"'],
    ['a pattern of stars', `case ${'a'.repeat(5000)} in ${'*a'.repeat(500)}b) x;; esac`],
    ['quotes that never end', '"$("'.repeat(20_000)],
  ])('neither hangs nor throws on %s', async (_, text) => {
    const before = performance.now();
    expect(Array.isArray(await commands(text))).toBe(true);
    expect(performance.now() - before).toBeLessThan(4000);
  });
});

test('withDefaults says what holds when nothing sets a variable', () => {
  expect(withDefaults('0.0.0.0:${PORT:-8000}')).toBe('0.0.0.0:8000');
  expect(withDefaults('${A-x}/${B:=y}/$C/${D}/${E:+z}')).toBe('x/y/$C/${D}/${E:+z}');
});
