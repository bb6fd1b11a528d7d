/**
 * The cases of every-primary.test.ts: for each name that can be typed, a command line whose outcome depends on it.
 *
 * In: nothing; words in capitals between @ stand for what only the tree knows. Out: `PRIMARY_CASES`, in the order of REFERENCE.md 1.9,
 * tswalk's own among them, and `TREE`, the lines for bash that make what they search. A case says what is to be left out or put in its
 * place so that the primary does nothing, and how the command then must not end. Everything is searched in the order of names, so that an
 * outcome is a sentence: see `outcomeText` in the test.
 */

import { OUTPUT } from '../../differential/case.ts';

export interface PrimaryCase {
  /** As it is typed. */
  readonly name: string;
  /** Starting points; default `d`. */
  readonly roots?: readonly string[];
  readonly before?: readonly string[];
  /** The primary with its values. */
  readonly words: readonly string[];
  readonly after?: readonly string[];
  /** What does nothing in its place: by default -true for a test, no word for others. */
  readonly instead?: readonly string[];
  readonly says: string | RegExp;
  readonly input?: string;
  /** It is run in a copy of `DOOMED_TREE`, of which what is left is said, too. */
  readonly removes?: boolean;
  /** What the tree must have for it. */
  readonly needs?: 'root' | 'attributes' | 'births';
}

/** Stand for an inode number, the user's ids, a file of somebody else, the moment a day ago. */
export const INODE = '@INODE@';
export const USER = '@USER@';
export const GROUP = '@GROUP@';
export const OTHER = '@OTHER@';
export const YESTERDAY = '@YESTERDAY@';

/** Numbers before names: what is made in the order of names is not sorted by chance. */
export const TREE: string = String.raw`
umask 022
NOW=$(date +%s); DAY=86400
mkdir n l d s p h o a u y c x f z k d/a d/a/b s/none
touch n/Ab n/ab n/.ab 'n/x y' ./-odd k/a.ts k/b.js k/ts d/a/b/c d/e s/empty p/open p/closed p/run h/one h/three o/mine o/theirs x/plain x/attr x/acl x/able f/near
mkdir -p g/.git/objects g/.git/refs; echo 'ref: refs/heads/main' >g/.git/HEAD; echo '*.log' >g/.gitignore; touch g/x.log g/seen
touch l/f; ln -s f l/link; ln -s ../n l/dir; ln -s nowhere l/broken
printf small >s/small; truncate -s 1M s/hole
chmod 666 p/open; chmod 400 p/closed; chmod 755 p/run
ln h/one h/two
ln -s /proc/sys/kernel/random f/far
printf 'p/run\0d/e\0' >list
chown 54321:54321 o/theirs
for file in 5 2 9 1 7 3 8 4 6; do touch z/$file; done
python3 - <<'END'
import os
os.setxattr('x/attr', 'user.foo', b'value')
os.setxattr('x/acl', 'system.posix_acl_access', bytes.fromhex('0200000001000600ffffffff020004000200000004000400ffffffff10000600ffffffff20000400ffffffff'))
open('has-attributes', 'w')
os.setxattr('x/able', 'security.capability', bytes.fromhex('0000000200040000000000000000000000000000'))
END
touch c/first; sleep 0.02; touch c/second; sleep 0.02; touch c/third
[ "$(stat -c %W d/e)" -gt 0 ] && touch has-births
touch -d @$((NOW - DAY)) ref
touch a/read a/made u/later u/now y/today y/yesterday
touch -m -d @$((NOW - 10 * DAY)) a/read
touch -a -d @$((NOW - 10 * DAY)) a/made
touch -a -d @$((NOW + 10 * DAY)) u/later
touch -m -d @$((NOW - 13 * 3600)) y/yesterday
`;

export const DOOMED_TREE = 'mkdir v; touch v/a v/b';

const FILES = ['-type', 'f'];
const NAMED_A = ['-name', 'a'];
const OR_E = ['-o', '-name', 'e'];
const ALL_OF_D = 'd d/a d/e d/a/b d/a/b/c';
const VANISHING = ['-name', 'a', '-exec', 'rm', '-f', '{}', ';', '-delete'];

/** Of names that mean the same. */
const each = (names: readonly string[], make: (name: string) => PrimaryCase): PrimaryCase[] => names.map(make);

/** Ages that no test can set: true of what is young, and false of it. */
const ages = (name: string, needs: Pick<PrimaryCase, 'needs'> = {}): PrimaryCase[] => [
  { name, roots: ['d/e'], words: [name, '+600'], says: '', ...needs },
  { name, roots: ['d/e'], words: [name, '-600'], says: 'd/e', instead: ['-false'], ...needs },
];

const moments = (name: string, needs: Pick<PrimaryCase, 'needs'> = {}): PrimaryCase[] => [
  { name, roots: ['d/e'], words: [name, '2100-01-01'], says: '', ...needs },
  { name, roots: ['d/e'], words: [name, '2001-01-01'], says: 'd/e', instead: ['-false'], ...needs },
];

const FLAGS: readonly PrimaryCase[] = [
  { name: '--', words: ['--'], says: ALL_OF_D, instead: ['---'] },
  { name: '-D', roots: ['d/e'], words: ['-D', 'tree'], says: /^d\/e !tswalk: -D tree: / },
  { name: '-E', words: ['-E'], after: ['-regex', 'd/(e|a)'], says: 'd/a d/e' },
  { name: '-H', roots: ['l/dir'], words: ['-H'], after: ['-name', 'Ab'], says: 'l/dir/Ab' },
  { name: '-L', roots: ['l'], words: ['-L'], after: ['-name', 'Ab'], says: 'l/dir/Ab' },
  { name: '-O', roots: ['d/e'], before: ['-D', 'tree'], words: ['-O0'], says: /^d\/e !.* -O0 / },
  { name: '-P', roots: ['l'], before: ['-L'], words: ['-P'], after: ['-name', 'Ab'], says: '' },
  { name: '-S', words: ['-S', 'dfs'], says: 'd d/a d/a/b d/a/b/c d/e' },
  { name: '-X', roots: ['n'], words: ['-X'], says: 'n n/.ab n/Ab n/ab =1 !tswalk: error: n/x y: Path is not safe for xargs.' },
  { name: '-d', roots: ['d/a'], words: ['-d'], says: 'd/a/b/c d/a/b d/a' },
  { name: '-f', roots: [], words: ['-f', '-odd'], says: '-odd' },
  { name: '-j', roots: ['d/e'], before: ['-D', 'tree'], words: ['-j63'], says: /^d\/e !.* -j63 / },
  { name: '-s', roots: ['z'], words: ['-s'], says: 'z z/1 z/2 z/3 z/4 z/5 z/6 z/7 z/8 z/9' },
  { name: '-x', roots: ['f'], before: ['-L'], words: ['-x'], says: 'f f/far f/near' },
];

const OPERATORS: readonly PrimaryCase[] = [
  ...each(['(', ')'], (name) => ({
    name,
    words: ['(', ...NAMED_A, ...OR_E, ')'],
    after: FILES,
    says: 'd/e',
    instead: [...NAMED_A, ...OR_E],
  })),
  ...each(['!', '-not'], (name) => ({ name, words: [name], after: NAMED_A, says: 'd d/e d/a/b d/a/b/c' })),
  { name: ',', before: ['-false'], words: [','], after: ['-print'], says: ALL_OF_D },
  // Left out it means the same: beside it stands what would evaluate both sides.
  ...each(['-a', '-and'], (name) => ({ name, before: NAMED_A, words: [name], after: ['-print'], says: 'd/a', instead: [','] })),
  ...each(['-o', '-or'], (name) => ({ name, before: NAMED_A, words: [name], after: ['-name', 'e'], says: 'd/a d/e' })),
  { name: '-exclude', words: ['-exclude'], after: NAMED_A, says: 'd d/e' },
];

const OPTIONS: readonly PrimaryCase[] = [
  { name: '-by', words: ['-by', 'type'], after: ['-count'], says: '3\td 2\tf' },
  { name: '-color', roots: ['d/e'], words: ['-color'], says: '\x1b[01;34md/\x1b[0me' },
  { name: '-nocolor', roots: ['d/e'], before: ['-color'], words: ['-nocolor'], says: 'd/e' },
  { name: '-daystart', roots: ['y'], words: ['-daystart'], after: ['-mtime', '0', ...FILES], says: 'y/today' },
  { name: '-depth', roots: ['d/a'], words: ['-depth'], says: 'd/a/b/c d/a/b d/a' },
  { name: '-exec-jobs', roots: ['d/e'], words: ['-exec-jobs', '2'], after: ['-exec', 'false', ';'], says: '=1' },
  { name: '-files0-from', roots: [], words: ['-files0-from', 'list'], says: 'd/e p/run' },
  { name: '-follow', roots: ['l'], words: ['-follow'], after: ['-name', 'Ab'], says: 'l/dir/Ab' },
  { name: '-hyperlink', roots: ['d/e'], words: ['-hyperlink=always'], says: /\x1b\]8;;file:.*\/d\/e\x1b\\d\/e\x1b\]8;;\x1b\\/ },
  { name: '-gitignore', roots: ['g'], words: ['-gitignore'], after: ['!', '-path', '*/.git*'], says: 'g g/seen' },
  { name: '-ignore_readdir_race', roots: ['v'], words: ['-ignore_readdir_race'], after: VANISHING, says: 'left d . left d ./v left f ./v/b', removes: true },
  { name: '-noignore_readdir_race', roots: ['v'], before: ['-ignore_readdir_race'], words: ['-noignore_readdir_race'], after: VANISHING, says: /=1 !.*v\/a: No such file/, removes: true },
  { name: '-keep-order', before: ['-exec-jobs', '8'], words: ['-keep-order'], after: ['-exec', 'sh', '-c', '[ "$0" != d ] || sleep 1; echo "$0"', '{}', ';'], says: ALL_OF_D },
  { name: '-maxdepth', words: ['-maxdepth', '1'], says: 'd d/a d/e' },
  { name: '-mindepth', words: ['-mindepth', '2'], says: 'd/a/b d/a/b/c' },
  { name: '-mount', roots: ['f'], before: ['-L'], words: ['-mount'], says: 'f f/near' },
  { name: '-noerror', roots: ['nope'], words: ['-noerror'], says: '' },
  { name: '-nohidden', roots: ['n'], words: ['-nohidden'], says: 'n n/Ab n/ab n/x y' },
  { name: '-noleaf', roots: ['d/e'], before: ['-warn'], words: ['-noleaf'], says: /^d\/e !.*warning: .*-noleaf/ },
  { name: '-quiet', words: ['-quiet'], after: ['-name', 'e'], says: '' },
  { name: '-regextype', words: ['-regextype', 'posix-extended'], after: ['-regex', 'd/(e|a)'], says: 'd/a d/e' },
  { name: '-smartcase', roots: ['n'], words: ['-smartcase'], after: ['-name', 'ab'], says: 'n/Ab n/ab' },
  { name: '-sort', roots: ['z'], words: ['-sort', '-name'], says: 'z z/9 z/8 z/7 z/6 z/5 z/4 z/3 z/2 z/1' },
  { name: '-status', roots: ['d/e'], before: ['-warn'], words: ['-status'], says: /^d\/e !tswalk: warning: .* status bar: / },
  { name: '-unique', roots: ['h/one', 'h/two'], words: ['-unique'], says: 'h/one' },
  { name: '-warn', roots: ['d/e'], words: ['-warn'], after: ['-noleaf'], says: /^d\/e !.*warning: .*-noleaf/ },
  { name: '-nowarn', roots: ['d/e'], before: ['-warn'], words: ['-nowarn'], after: ['-noleaf'], says: 'd/e' },
  { name: '-xdev', roots: ['f'], before: ['-L'], words: ['-xdev'], says: 'f f/far f/near' },
]; // biome-ignore format: rows

const TESTS: readonly PrimaryCase[] = [
  { name: '-acl', roots: ['x'], words: ['-acl'], says: 'x/acl', needs: 'attributes' },
  { name: '-amin', roots: ['a'], words: ['-amin', '+200'], after: FILES, says: 'a/made' },
  { name: '-anewer', roots: ['a'], words: ['-anewer', 'ref'], after: FILES, says: 'a/read' },
  { name: '-asince', roots: ['a'], words: ['-asince', YESTERDAY], after: FILES, says: 'a/read' },
  { name: '-atime', roots: ['a'], words: ['-atime', '+5'], after: FILES, says: 'a/made' },
  ...ages('-Bmin', { needs: 'births' }),
  { name: '-Bnewer', roots: ['c'], words: ['-Bnewer', 'c/second'], after: FILES, says: 'c/third', needs: 'births' },
  ...moments('-Bsince', { needs: 'births' }),
  ...ages('-Btime', { needs: 'births' }),
  { name: '-capable', roots: ['x'], words: ['-capable'], says: 'x/able', needs: 'root' },
  { name: '-changed-before', roots: ['a'], words: ['-changed-before', '5d'], after: FILES, says: 'a/read' },
  { name: '-changed-within', roots: ['a'], words: ['-changed-within', '5d'], after: FILES, says: 'a/made' },
  ...ages('-cmin'),
  { name: '-cnewer', roots: ['c'], words: ['-cnewer', 'c/second'], after: FILES, says: 'c/third' },
  // Without SELinux no file has a label: an error. With it none has this one.
  { name: '-context', roots: ['d/e'], words: ['-context', 'no such label'], says: /^(=1 !tswalk: error: d\/e: .*)?$/ },
  ...moments('-csince'),
  ...ages('-ctime'),
  { name: '-depth', words: ['-depth', '1'], says: 'd/a d/e', instead: ['-true'] },
  { name: '-empty', roots: ['s'], words: ['-empty'], says: 's/empty s/none' },
  { name: '-executable', roots: ['p'], words: ['-executable'], says: 'p p/run' },
  { name: '-ext', roots: ['k'], words: ['-ext', 'ts,c'], says: 'k/a.ts' },
  { name: '-false', words: ['-false'], says: '' },
  { name: '-flags', roots: ['d/e'], words: ['-flags', 'nodump'], says: /^=1 !.*Missing platform support\.$/ },
  { name: '-fstype', roots: ['/proc', 'd/e'], words: ['-fstype', 'proc'], after: ['-maxdepth', '0'], says: '/proc' },
  { name: '-glob', words: ['-glob', 'a/**/b'], says: 'd/a/b' },
  ...each(['-gid', '-group'], (name) => ({ name, roots: ['o/mine', OTHER], words: [name, GROUP], after: ['-maxdepth', '0'], says: 'o/mine' })),
  { name: '-hidden', roots: ['n'], words: ['-hidden'], says: 'n/.ab' },
  { name: '-ignored', roots: ['g'], words: ['-ignored'], says: 'g/x.log' },
  { name: '-ilname', roots: ['l'], words: ['-ilname', 'NO*'], says: 'l/broken' },
  { name: '-iglob', roots: ['n'], words: ['-iglob', '{A,C}B'], says: 'n/Ab n/ab' },
  { name: '-iname', roots: ['n'], words: ['-iname', 'AB'], says: 'n/Ab n/ab' },
  { name: '-inum', roots: ['h'], words: ['-inum', INODE], says: 'h/one h/two' },
  ...each(['-ipath', '-iwholename'], (name) => ({ name, roots: ['n'], words: [name, 'N/A*'], says: 'n/Ab n/ab' })),
  { name: '-iregex', roots: ['n'], words: ['-iregex', 'N/A.*'], says: 'n/Ab n/ab' },
  { name: '-links', roots: ['h'], words: ['-links', '2'], after: FILES, says: 'h/one h/two' },
  { name: '-lname', roots: ['l'], words: ['-lname', 'no*'], says: 'l/broken' },
  { name: '-mmin', roots: ['a'], words: ['-mmin', '+200'], after: FILES, says: 'a/read' },
  ...each(['-mnewer', '-newer'], (name) => ({ name, roots: ['a'], words: [name, 'ref'], after: FILES, says: 'a/made' })),
  ...each(['-msince', '-since'], (name) => ({ name, roots: ['a'], words: [name, YESTERDAY], after: FILES, says: 'a/made' })),
  { name: '-mtime', roots: ['a'], words: ['-mtime', '+5'], after: FILES, says: 'a/read' },
  { name: '-name', roots: ['n'], words: ['-name', 'a*'], says: 'n/ab' },
  { name: '-newerXY', roots: ['a'], words: ['-neweram', 'ref'], after: FILES, says: 'a/read' },
  { name: '-newerXY', roots: ['a'], words: ['-newermt', YESTERDAY], after: FILES, says: 'a/made' },
  { name: '-nogroup', roots: ['o'], words: ['-nogroup'], says: 'o/theirs', needs: 'root' },
  { name: '-nouser', roots: ['o'], words: ['-nouser'], says: 'o/theirs', needs: 'root' },
  ...each(['-path', '-wholename'], (name) => ({ name, roots: ['n'], words: [name, 'n/a*'], says: 'n/ab' })),
  { name: '-perm', roots: ['p'], words: ['-perm', '400'], says: 'p/closed' },
  ...each(['-readable', '-writable'], (name) => ({ name, roots: ['l'], words: [name], says: 'l l/dir l/f l/link' })),
  { name: '-regex', roots: ['n'], words: ['-regex', 'n/a.*'], says: 'n/ab' },
  { name: '-samefile', roots: ['h'], words: ['-samefile', 'h/two'], says: 'h/one h/two' },
  { name: '-size', roots: ['s'], words: ['-size', '+1k'], after: FILES, says: 's/hole' },
  { name: '-sparse', roots: ['s'], words: ['-sparse'], after: FILES, says: 's/hole' },
  { name: '-true', roots: ['d/e'], words: ['-true'], says: 'd/e', instead: ['-false'] },
  { name: '-type', roots: ['l'], words: ['-type', 'l'], says: 'l/broken l/dir l/link' },
  ...each(['-uid', '-user'], (name) => ({ name, roots: ['o/mine', OTHER], words: [name, USER], after: ['-maxdepth', '0'], says: 'o/mine' })),
  { name: '-used', roots: ['u'], words: ['-used', '+5'], after: FILES, says: 'u/later' },
  { name: '-xattr', roots: ['x/plain', 'x/attr'], words: ['-xattr'], says: 'x/attr', needs: 'attributes' },
  { name: '-xattrname', roots: ['x'], words: ['-xattrname', 'user.foo'], says: 'x/attr', needs: 'attributes' },
  { name: '-xtype', roots: ['l'], words: ['-xtype', 'd'], says: 'l l/dir' },
]; // biome-ignore format: rows

/** Where one that prints is left out, the implicit -print says more. */
const printing = (words: readonly string[], says: string | RegExp): PrimaryCase => ({
  name: words[0]!,
  before: NAMED_A,
  words,
  after: OR_E,
  says,
});

const ACTIONS: readonly PrimaryCase[] = [
  ...each(['-delete', '-rm'], (name) => ({ name, roots: ['v'], before: NAMED_A, words: [name], says: 'left d . left d ./v left f ./v/b', removes: true })),
  { name: '-count', words: ['-count'], says: '5' },
  { ...printing(['-csv=type,depth'], 'type,depth d,1'), name: '-csv' },
  printing(['-exec', 'echo', 'got', '{}', ';'], 'got d/a'),
  printing(['-exec', 'echo', 'got', '{}', '+'], 'got d/a'),
  printing(['-execdir', 'echo', 'got', '{}', ';'], 'got ./a'),
  { name: '-exit', before: ['-print'], words: ['-exit', '3'], says: 'd =3' },
  { ...printing(['-fcsv=type', `${OUTPUT}/a`], '== a type d'), name: '-fcsv' },
  { ...printing(['-fjson=path', `${OUTPUT}/a`], '== a {"path":"d/a"}'), name: '-fjson' },
  { name: '-explain-ignore', roots: ['g'], words: ['-explain-ignore'], says: 'g/.gitignore:1:*.log\tg/x.log' },
  printing(['-fls', `${OUTPUT}/a`], /^== a +\d+ +\d+ drwxr-xr-x .* d\/a$/),
  printing(['-format', '<{path}>'], '<d/a>'),
  printing(['-fprint', `${OUTPUT}/a`], '== a d/a'),
  printing(['-fprint0', `${OUTPUT}/a`], '== a d/a\\0'),
  printing(['-fprintf', `${OUTPUT}/a`, '%f:%d'], '== a a:1'),
  ...each(['-help', '--help'], (name) => ({ name, roots: ['d/e'], words: [name], says: /^Usage: .* -fprintf / })),
  { ...printing(['-json=path'], '{"path":"d/a"}'), name: '-json' },
  { name: '-explain-ignore', roots: ['g'], before: ['-name', 'x.log'], words: ['-explain-ignore'], says: 'g/.gitignore:1:*.log\tg/x.log' },
  { name: '-limit', before: ['-print'], words: ['-limit', '2'], says: 'd d/a' },
  printing(['-ls'], /^\d+ +\d+ drwxr-xr-x .* d\/a$/),
  { ...printing(['-ok', 'echo', 'got', '{}', ';'], 'got d/a !echo got d/a ?'), input: 'y\n' },
  { ...printing(['-okdir', 'echo', 'got', '{}', ';'], 'got ./a !echo got ./a ?'), input: 'y\n' },
  printing(['-print'], 'd/a'),
  printing(['-print0'], 'd/a\\0'),
  printing(['-printf', '%f:%d'], 'a:1'),
  { name: '-printx', roots: ['n'], before: ['-name', 'x*'], words: ['-printx'], says: 'n/x\\ y' },
  { name: '-prune', before: NAMED_A, words: ['-prune'], after: ['-o', '-print'], says: 'd d/e' },
  { name: '-quit', before: NAMED_A, words: ['-quit'], after: ['-o', '-print'], says: 'd' },
  { name: '-sum', roots: ['s'], before: ['-type', 'f'], words: ['-sum', 'size'], says: '1048581' },
  ...each(['-version', '--version'], (name) => ({ name, roots: ['d/e'], words: [name], says: /^tswalk \d+\.\d+\.\d+/ })),
]; // biome-ignore format: rows

export const PRIMARY_CASES: readonly PrimaryCase[] = [...FLAGS, ...OPERATORS, ...OPTIONS, ...TESTS, ...ACTIONS];
