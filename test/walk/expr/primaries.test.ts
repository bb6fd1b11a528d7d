/** The table itself: every row is complete, every name is there once. */

import { describe, expect, test } from 'vitest';
import { allPrimaries, findFlagBundle, findPrefix, findPrimary, suggestedNames } from '../../../src/walk/expr/primaries.ts';

/** REFERENCE.md 1.9. */
const FLAGS = '-D -E -H -L -O -P -S -X -d -f -j -s -x';
const OPERATORS = '( ) ! , -a -and -exclude -not -o -or';
const OPTIONS =
  '-color -nocolor -daystart -depth -files0-from -follow -ignore_readdir_race -noignore_readdir_race -maxdepth -mindepth -mount ' +
  '-noerror -nohidden -noleaf -regextype -status -unique -warn -nowarn -xdev';
const TESTS =
  '-acl -amin -anewer -asince -atime -Bmin -Bnewer -Bsince -Btime -capable -cmin -cnewer -context -csince -ctime -empty -executable ' +
  '-false -flags -fstype -gid -group -hidden -ilname -iname -inum -ipath -iregex -iwholename -links -lname -mmin -mnewer -msince ' +
  '-mtime -name -newer -newerXY -nogroup -nouser -path -perm -readable -regex -samefile -since -size -sparse -true -type -uid -used ' +
  '-user -wholename -writable -xattr -xattrname -xtype';
const ACTIONS =
  '-delete -exec -execdir -exit -fls -fprint -fprint0 -fprintf -help --help -limit -ls -ok -okdir -print -print0 -printf -printx ' +
  '-prune -quit -rm -version --version';

const KINDS = { flag: FLAGS, operator: OPERATORS, option: OPTIONS, test: TESTS, action: ACTIONS };

/** What no find has. */
const OWN = {
  option: '-by -exec-jobs -gitignore -hyperlink -keep-order -quiet -smartcase -sort',
  test: '-changed-before -changed-within -ext -glob -iglob -ignored',
  action: '-count -csv -explain-ignore -fcsv -fjson -format -json -sum',
};

describe.each([...Object.entries(KINDS), ...Object.entries(OWN)])(
  'every %s of the reference, and of ours, has a row',
  (kind, names) => {
    test.each(names.split(' '))('%s', (name) => {
      expect(findPrimary(name)?.kind).toBe(kind);
    });
  },
);

test('there are no others', () => {
  const known = [...Object.values(KINDS), ...Object.values(OWN)].flatMap((names) => names.split(' '));
  const listed = allPrimaries().flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(listed.filter((name) => !known.includes(name))).toEqual([]);
});

test('every name is there once', () => {
  const names = allPrimaries().flatMap(({ name, aliases }) => [name, ...aliases]);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

describe.each(allPrimaries().map((row) => [row.name, row] as const))('%s', (_name, row) => {
  test('has a sentence of help, a cost and a probability', () => {
    expect(row.help).toMatch(/^[A-Z].*[^.]$/);
    expect(row.cost).toBeGreaterThan(0);
    expect(row.probability).toBeGreaterThanOrEqual(0);
    expect(row.probability).toBeLessThanOrEqual(1);
  });

  test('is parsed by its own parser, or by the grammar if it is an operator', () => {
    expect(row.parse === null).toBe(row.kind === 'operator');
  });

  test('shows in its usage that it takes values; what may follow -help is none of the language', () => {
    if (row.kind !== 'operator') expect(row.usage !== '' && row.name !== '-help').toBe(row.values.length > 0);
  });

  test('has effects if and only if it is an action, -empty or -xtype', () => {
    expect(row.pure).toBe(row.kind !== 'action' && row.name !== '-empty' && row.name !== '-xtype');
  });
});

test('names are suggested in the order of bytes', () => {
  expect(suggestedNames().slice(0, 6)).toEqual(['!', '(', ')', ',', '--', '--help']);
  expect(suggestedNames()).not.toContain('-newerXY');
});

test.each([
  ['-O2', '-O'],
  ['-Dtree', '-D'],
  ['-Sdfs', '-S'],
  ['-j4', '-j'],
  ['-json=path', '-json'],
  ['-newermt', '-newerXY'],
  ['-newe', undefined],
])('%s begins with %s', (word, name) => {
  expect(findPrefix(word)?.name).toBe(name);
});

test.each([
  ['-LX', ['-L', '-X']],
  ['-dL', ['-d', '-L']],
  ['-LEXO2', ['-L', '-E', '-X', '-O@5']],
  ['-LS', ['-L', '-S']],
  ['-LSdfs', ['-L', '-S@3']],
  ['-Lf', ['-L', '-f']],
  ['-LfX', null],
  ['-dx', null],
  ['-Lname', null],
  ['-L-', null],
])('the bundle %s is %j', (word, flags) => {
  const bundle = findFlagBundle(word);
  const shown = bundle?.map(({ row, attachedAt }) => (attachedAt === 0 ? row.name : `${row.name}@${attachedAt}`));
  expect(shown ?? null).toEqual(flags);
});
