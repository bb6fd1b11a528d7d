/**
 * What there is to say of each primary beyond its line in the table: its grammar, its default, what is easily got wrong, examples.
 *
 * `explain` gives the row's `Explanation` by the row's name; `-help NAME` shows it. It stands beside the table and not in it because the
 * table is made at every start, while the text in a function that nobody calls is not even compiled. A test demands an explanation for every
 * row, and that every example is understood by the parser. REFERENCE.md 2 to 12.
 */

export interface Example {
  /** The words after the program's name, as a shell would want them. */
  readonly words: string;
  /** What it does, without a full stop. */
  readonly about: string;
}

export interface Explanation {
  /** Paragraphs of whole sentences. */
  readonly details: readonly string[];
  readonly examples: readonly Example[];
}

/** @param name - The canonical name of a row. */
export function explain(name: string): Explanation | undefined {
  const all = explanations();
  return Object.hasOwn(all, name) ? all[name] : undefined;
}

/** Each row's paragraphs, and behind them its examples as `words | about`. */
function explanations(): Readonly<Record<string, Explanation>> {
  const comparison = 'N alone is exactly that many, +N more, -N fewer.';
  const glob =
    'In GLOB * is any characters, ? one, [a-z] one of a set, [!a-z] or [^a-z] one that is not in it, and a backslash takes the next ' +
    'character for itself. A slash and a dot at the beginning are characters like any other. GLOB must match all of the text. ' +
    'Quote it, or the shell will expand it.';
  const lists = 'Upper and lower case are told apart only without the i in the name.';
  const regex =
    'REGEX must match the whole path, from its beginning to its end, not only a part of it. It is a basic regular expression unless ' +
    '-E or -regextype says otherwise, for the tests that follow.';
  const minutes =
    'The age is counted in whole minutes, and the rest is dropped. N alone is exactly that age, +N older, -N younger: -1 is less than a minute.';
  const days =
    'The age is counted in whole days of 24 hours, and the rest is dropped: 0 is less than a day, +1 two days and more, -1 less than one. ' +
    'Instead of days it may be a sum of numbers with units, s, m, h, d and w, which is compared in seconds: -1h30m. ' +
    '-daystart before it counts from the coming midnight.';
  const birth = 'Not every file system keeps times of birth; where it does not, that is an error and the test is false.';
  const reference = 'Times are compared to the nanosecond. FILE is followed if it is a link and -H or -L stands before the test.';
  const timestamp =
    'TIME is a date, with or without a time of day and a zone: 2024-02-29, 2024-02-29T12:30:00, 2024-02-29T12:30Z, 2024-02-29T12:30+01:00; ' +
    'or @ and seconds since 1970. Without a zone it is local time.';
  const ignoring =
    "The rules are git's: .gitignore in the file's directory and in those above it up to the top of the repository, .git/info/exclude, and " +
    'core.excludesFile, with their negations, in the repository that the file is in. Outside of repositories nothing is ignored, and of what is in ' +
    'an ignored directory everything. What has been added to git all the same is ignored here like any other file.';
  const pathGlob =
    'GLOB is what bash takes with globstar, extglob and dotglob set: * ? [set] within a name, ** for any number of directories, {a,b} and {1..9}, ' +
    '@(a|b) one of these, ?(a) one or none, *(a) and +(a) several, !(a|b) neither. It must match all of the path below the starting point, so that a ' +
    'pattern without ** finds files at one level only; a slash at its end asks for directories. A starting point that is no directory has its name for ' +
    'a path. Directories in which nothing can match are not opened.';
  const span =
    'TIME is a span of time, counted back from now: groups of a number and a unit, such as 90s, 10min, 1h30m, 2weeks, 1mo, 1y; m is minutes, months and years ' +
    'go by the calendar. Or it is a date: 2024-02-29, 2024-02-29T12:30Z, @1700000000.';
  const links = 'Of -H, -L, -P and -follow the last one counts.';
  const output =
    'FILE is created or emptied while the words are read, even if nothing is printed later. Two actions on one file share it, however it is named.';
  const fields =
    'FIELDS are path, name, stem, ext, dir, root, relative, depth, type, target, size, blocks, mode, perm, links, inode, device, user, group, uid, gid, ' +
    'atime, btime, ctime, mtime and fstype, with commas between them; without them it is path,type,size,mode,user,group,mtime. Behind a time may stand ' +
    ':iso (the default), :local, :date, :epoch or :seconds, behind size :human. They are joined to the name by =, for a word of their own would be a ' +
    'starting point.';
  const records =
    'A name that is not UTF-8 is given twice: as text with U+FFFD for what is no character, and as base64, which has all of its bytes.';
  const command =
    'The command ends at the word ; (quoted for the shell: \\; or ";"). Every {} in its words is replaced by PATH. No shell is involved, ' +
    'so no name can do harm; where pipes or variables are wanted, run sh -c with the path as an argument.';
  const batch =
    'With {} + at its end it is run once for as many files as fit into a command line, and is always true; a batch that fails makes the exit status 1.';
  const directory =
    'The command runs in the directory that the file is in, and {} is ./NAME. $PATH must then have no relative part, which would be looked up there.';
  const asking =
    'It is asked for on the standard error and answered on the standard input: a line that begins with y, or what yes is in your language.';

  return {
    '-E': entry(
      ['For the tests that follow.'],
      "-E -regex '.*/(src|test)/.*' | TypeScript's way to write alternatives needs no backslashes",
    ),
    '-H': entry([links], '-H link -type f | The files in a directory that link points to'),
    '-L': entry(
      [
        `A link that leads nowhere is taken for itself. A directory that is one of its own ancestors is reported as a loop. ${links}`,
      ],
      '-L -type l | Links that lead nowhere',
    ),
    '-P': entry([links], '-P -type l | All symbolic links'),
    '-X': entry(
      ['Unsafe are blanks, newlines, quotes and backslashes. -print0 and xargs -0 are better.'],
      "-X -name '*.o' | Object files, for xargs without options",
    ),
    '-d': entry(['The same as -depth, but it never takes a number.'], '-d -empty | A directory comes after what is in it'),
    '-s': entry(
      [
        'The starting points are sorted as well. Names are in the order of the locale. Without -s the order is that of the directories themselves.',
      ],
      '-s -maxdepth 1 | Like ls',
    ),
    '-x': entry(['The same as -xdev.'], '-x / -size +1G | Big files of the root file system'),
    '-f': entry([], '-f -odd -type f | Files below a directory called -odd'),
    '-D': entry(
      ['NAMES are separated by commas; several -D add up. What is shown goes to the standard error.'],
      '-D tree,opt -name x -o -name y | How the expression was understood and what became of it',
      '-D io / -name core | How many requests each way of input and output served',
    ),
    '-O': entry(
      [
        '0: as written. 1: operators are simplified. 2: what can never matter is left out, with warnings. 3, the default: cheap tests go before ' +
          'dear ones, and directories without any chance of a match are not opened. 4 or fast: what is left out may be visible, in errors and in ' +
          'the times of access.',
      ],
      '-O0 -name x | Every test is evaluated, in the order of the words',
    ),
    '-S': entry(
      [
        'bfs: level by level, the default. dfs: all of a directory before its next sibling. ids: passes, each one level deeper, with the order of bfs and ' +
          'the memory of dfs. eds: the same with passes twice as deep each time.',
      ],
      '-S dfs -name x | The order in which find would print',
    ),
    '-j': entry(
      ['The number is part of the word. Without it the number of workers adapts to the walk. The output does not depend on it.'],
      '-j1 . -name x | One worker only',
    ),

    '(': entry(['Shells need quotes here: \\( and \\).'], "-type f '(' -name a -o -name b ')' | Files that are called a or b"),
    ')': entry(['Shells need quotes here: \\).'], "'(' -name a -o -name b ')' -type f | Files that are called a or b"),
    '!': entry(['It holds for the one primary, or the parentheses, that follow.'], "'!' -user root | Files that are not root's"),
    '-a': entry(['Two expressions side by side are the same.'], '-type f -a -empty | Empty files'),
    '-o': entry(
      ['-a goes before -o; put parentheses around alternatives that belong together.'],
      '-name .git -prune -o -type f -print | Files, but those of git',
    ),
    ',': entry([], '-type d -fprint dirs , -type f -fprint files | Two lists in one walk'),
    '-exclude': entry(
      [
        'EXPRESSION is one primary, or something in parentheses, without actions. It is evaluated before everything else, with -depth too, and wherever ' +
          'it stands; there it is true.',
      ],
      "-exclude -name node_modules -name '*.ts' | TypeScript files, but installed ones",
    ),

    '-maxdepth': entry(['The starting points are level 0.'], '-maxdepth 1 -type d | The directories right here'),
    '-mindepth': entry(['The starting points are level 0.'], '-mindepth 1 | All but the starting points themselves'),
    '-depth': entry(
      [`Where a number [-+]N follows it is a test on the level of the file, the starting points being level 0. ${comparison}`],
      '-depth -empty | What is in a directory comes before it',
      '-depth 2 -type d | The directories two levels down',
    ),
    '-follow': entry([links], '-follow -name x | Also behind links'),
    '-xdev': entry(['A mount point is evaluated, but not entered.'], '/ -xdev -size +1G | Big files of the root file system'),
    '-mount': entry(
      ['As in POSIX. Where a mount point is to be seen, but not entered: -xdev.'],
      '/ -mount -name core | Only on the root file system',
    ),
    '-unique': entry(
      ['By device and inode. It goes with -L, too, and then finds no loops.'],
      '-unique -type f -links +1 | One name of each file',
    ),
    '-nohidden': entry(['What is below a hidden directory is left out, too.'], '-nohidden -type f | What is no dotfile'),
    '-files0-from': entry(
      ['Starting points cannot be given as words beside it. Every item is one, whatever it looks like.'],
      '-files0-from list -type f | Of the names in list',
    ),
    '-regextype': entry(
      ['For the tests that follow. The default is posix-basic.'],
      "-regextype posix-extended -regex '.*\\.(c|h)' | C sources and headers",
      '-regextype help | The types that there are',
    ),
    '-by': entry(
      [
        'KEY is ext (the extension of the name), type, dir (the directory that a file is in), user (its owner) or depth. It holds for all of the search.',
      ],
      '-type f -sum size -by dir | Where the space goes',
    ),
    '-sort': entry(
      [
        'KEY is name, path, natural (the path, with numbers by their value), ext, type, depth, size, blocks, links, inode, atime, btime, ctime or mtime; with - ' +
          'before it the greatest come first. It holds for all that is printed, by whatever action, each file for itself, and it is printed when the search is ' +
          'over. With -limit N the first N are kept and the search goes on. Commands are not sorted: let xargs -0 run them.',
      ],
      '-type f -sort -size -limit 10 | The ten biggest files',
      '-sort -mtime -limit 5 -ls | What was modified last',
      "-name '*.jpg' -sort natural | img2.jpg before img10.jpg",
    ),
    '-exec-jobs': entry(
      [
        'It holds for -exec and -execdir, wherever they stand. What a command prints is kept together: the standard output, then the standard error, when it has ' +
          'ended. Its standard input is empty. If any fails, the exit status is 1. A command is waited for where something is evaluated behind it: of two -exec in a ' +
          'row the first, so put both into one sh -c.',
      ],
      "-name '*.png' -exec-jobs 8 -exec optipng -quiet {} \\; | Eight at a time",
      "-name '*.gz' -exec-jobs 4 -keep-order -exec zgrep -H error {} \\; | In the order of the search",
    ),
    '-keep-order': entry(
      [
        'What is printed is what one command at a time would have printed, also by -print and its kin between them. Without -exec-jobs it is always so.',
      ],
      '-type f -exec-jobs 4 -keep-order -exec sha256sum {} \\; | Sums in the order of the search',
    ),
    '-daystart': entry(['For the tests that follow.'], '-daystart -mtime 0 | Modified today'),
    '-ignore_readdir_race': entry(
      ['Starting points that are not there are reported all the same.'],
      '-ignore_readdir_race /tmp -type f | Where others delete files meanwhile',
    ),
    '-noignore_readdir_race': entry([], '-noignore_readdir_race /tmp -type f | Tell of files that vanish'),
    '-noerror': entry(
      [
        'They are counted, and the count is shown at the end if warnings are. Wrong words and commands that fail are not concerned.',
      ],
      '/ -noerror -name passwd | No word of directories that you may not read',
    ),
    '-noleaf': entry(
      ['Directories are never taken to be without subdirectories by their number of links.'],
      '-noleaf -type d | As -type d',
    ),
    '-color': entry(
      [
        'By default colours are used on terminals, unless NO_COLOR is set. LS_COLORS says which ones. The last of -color and -nocolor counts.',
      ],
      '-color -type d | Also into a pipe',
    ),
    '-nocolor': entry(['The last of -color and -nocolor counts.'], '-nocolor -type d | Plain also on a terminal'),
    '-status': entry(
      [
        'On the last row of the terminal that it was started from, wherever the output goes: directory, pace, time, number of entries and depth. SIGUSR1 shows or hides it in the middle of any walk.',
      ],
      '-status / -name core -fprint list | A long search',
    ),
    '-warn': entry(
      ['By default warnings are shown where the standard input is a terminal, unless POSIXLY_CORRECT is set.'],
      '-warn -name x -depth | Also from a script',
    ),
    '-nowarn': entry([], '-nowarn -name x -depth | No word about what is odd'),

    '-glob': entry(
      [pathGlob],
      "-glob 'src/**/*.{ts,tsx}' | TypeScript files of src, with nothing else opened",
      "-glob '**/*.!(ts|js)' | Files with other extensions",
      "-glob '*/' | The directories here",
    ),
    '-iglob': entry([pathGlob], "-iglob '**/readme*' | Whatever it is called"),
    '-gitignore': entry(
      [ignoring, 'It is short for -exclude -ignored. .git itself is ignored by no rule: -exclude -name .git leaves it out.'],
      '-gitignore -exclude -name .git -type f | What belongs to a project, and is not of git',
    ),
    '-ignored': entry(
      [ignoring],
      '-ignored -prune -type d -print | The directories that git ignores, such as node_modules, with nothing inside opened',
      "-name '*.log' '!' -ignored | Logs that somebody may add by mistake",
    ),
    '-explain-ignore': entry(
      [
        'It prints what git check-ignore -v prints: FILE:LINE:PATTERN, a tab, and the path; for what is in a hidden directory, the rule that hides that. ' +
          'FILE is written as the walk writes paths, or absolute where it is above the starting point. It goes well with -prune. ' +
          'With -gitignore nothing would be left for it: that is refused.',
        ignoring,
      ],
      '-explain-ignore -prune | What git ignores here, and why',
      "-name '*.env' -explain-ignore | Which rule hides these?",
    ),
    '-ext': entry(
      [
        'Upper and lower case are the same, dots before an extension are left out, and something must stand before the dot in the name: .ts has no ' +
          'extension. Directories and all other types have extensions too; -type f leaves them out.',
      ],
      '-ext ts,tsx | TypeScript files',
      '-ext tar.gz -size +100M | Big archives',
    ),
    '-changed-within': entry(
      [span],
      '-type f -changed-within 2weeks | Files of the last two weeks',
      "-changed-within '2024-02-29 12:30' | Modified after that",
    ),
    '-changed-before': entry([span], '-ext log -changed-before 6months -delete | Remove old logs'),
    '-smartcase': entry(
      [
        'For the tests that follow, each by itself: -name readme is then -iname readme, while -name README stays as it is. A capital behind a ' +
          'backslash, as in \\W, does not count, [:upper:] does. Links, paths, -glob and -regex are treated alike.',
      ],
      "-smartcase -name 'readme*' | README.md as well",
    ),
    '-hyperlink': entry(
      [
        'WHEN is auto (on terminals, where they have colours), always (on the standard streams, whatever they are), or never, the default. ' +
          'Without WHEN it is auto, as with fd; ls takes it for always. -print, -fprint, -ls and -fls print links. The last -hyperlink counts.',
      ],
      "-hyperlink -name '*.md' | Click on what was found",
      '-hyperlink=always -color -type d | Also through less -R',
    ),
    '-quiet': entry(
      [
        'For scripts and CI. A match is a file for which the whole expression is true; the search ends there with status 0, whatever failed before. ' +
          'Without a match the status is 1, or 2 if something failed, so that the answer is not known; wrong words are status 2, too. ' +
          'Actions that print to the standard output are refused; -exec and others are run until the first match.',
      ],
      "-quiet -name '*.orig' | Has somebody left merges behind?",
      "-quiet src -type f -exec grep -q FIXME {} ';' | Is there a file with FIXME in it?",
    ),
    '-true': entry([], "'(' -name a -fprint a.txt , -true ')' -print | True in any case"),
    '-false': entry([], '-name a -print -false -o -type f -print | The right side is evaluated in any case'),
    '-name': entry(
      [glob, 'The name is the last component: there is no slash in it.'],
      "-name '*.ts' | TypeScript files",
      "'!' -name '*~' | What is no backup",
    ),
    '-iname': entry([glob, lists], "-iname 'readme*' | README.md, Readme, readme.txt"),
    '-path': entry(
      [
        glob,
        'The path is what would be printed, with the starting point as it was typed. Directories outside what GLOB begins with are not opened.',
      ],
      "src -path '*/test/*.ts' | TypeScript files below directories called test",
    ),
    '-ipath': entry([glob, lists], "-ipath '*/doc*/*' | Below doc, Docs, DOCUMENTS"),
    '-regex': entry([regex], "-regex '.*/[0-9]*\\.log' | Log files with numbers for names"),
    '-iregex': entry([regex], "-E -iregex '.*\\.(jpe?g|png)' | Pictures"),
    '-lname': entry(
      [glob, 'Links that are followed are no links any more: with -L only broken ones are.'],
      "-lname '/usr/*' | Links into /usr",
    ),
    '-ilname': entry([glob, lists], "-ilname '*lib*' | Links to something with lib, Lib or LIB in it"),
    '-hidden': entry(['. and .. are not hidden.'], '-maxdepth 1 -hidden | The dotfiles right here'),
    '-type': entry(
      [
        'b: block device, c: character device, d: directory, f: regular file, l: symbolic link, p: FIFO, s: socket; w: whiteout and D: door, on systems ' +
          'that have them. Links that are followed have the type of what they point to.',
      ],
      '-type f | Regular files',
      '-type d,l | Directories and links',
    ),
    '-xtype': entry(
      ['A link that leads nowhere or in circles is l. The letters are those of -type.'],
      '-xtype l | Links that lead nowhere',
      '-type l -xtype d | Links to directories',
    ),
    '-empty': entry(
      ['A regular file of size 0, or a directory with no entries; nothing else is empty.'],
      '-type d -empty -delete | Remove empty directories, and those that become empty',
    ),
    '-readable': entry(
      ['As access(2) finds, for the real user; of a link, what it points to.'],
      "'!' -readable | What you may not read",
    ),
    '-writable': entry(
      ['As access(2) finds, for the real user; of a link, what it points to.'],
      '/etc -writable | What you may change there',
    ),
    '-executable': entry(
      ['As access(2) finds, for the real user; of a directory: you may enter it.'],
      '-type f -executable | Programs and scripts',
    ),

    '-size': entry(
      [
        'Units: c bytes, w two bytes, b 512 bytes (the default), k, M, G, T and P powers of 1024. The size is rounded up to whole units before it is ' +
          `compared. ${comparison} So -size -1M is true of empty files only: write -size -1048576c.`,
      ],
      '-size +100M | More than 100 MiB',
      '-size 0 | Nothing in it',
    ),
    '-sparse': entry(['It has fewer blocks than its size needs.'], '-type f -sparse -ls | Files with holes'),
    '-links': entry([comparison], '-type f -links +1 | Files with several names'),
    '-inum': entry([comparison], '-xdev -inum 1234 | The names of an inode'),
    '-samefile': entry(
      ['FILE is followed if it is a link and -H or -L stands before the test. With -L links to it are it, too.'],
      '-samefile README.md | All names of a file',
    ),
    '-perm': entry(
      [
        'MODE alone: the permissions are exactly these. -MODE: all of its bits are set. /MODE: one of them at least is. MODE is octal (644) or symbolic as ' +
          'for chmod(1), starting from nothing (u=rw,go=r); X is x for directories only, and + without u, g, o or a heeds the umask.',
      ],
      '-perm 644 | Exactly rw-r--r--',
      '-perm -u+x | Its owner may execute it',
      '-perm /022 | Group or others may write it',
      '-perm -4000 | setuid',
    ),
    '-nouser': entry([], '/home -nouser -ls | Files of users that are no more'),
    '-nogroup': entry([], '/home -nogroup -ls | Files of groups that are no more'),
    '-user': entry(
      [`A name, or a number. ${comparison}`],
      '/tmp -user 0 | Files of the user number 0',
      '-uid +999 | Of ordinary users',
    ),
    '-group': entry([`A name, or a number. ${comparison}`], '-group 0 -perm -g+w | What the group number 0 may write'),

    '-acl': entry(
      ['An access list with more than owner, group and others, or a default one of a directory.'],
      '-acl -ls | A + is behind their modes',
    ),
    '-capable': entry(['See capabilities(7).'], '/usr/bin -capable | Programs with more rights than who starts them'),
    '-xattr': entry(['As far as you may see them.'], '-xattr -type f | Files with attributes'),
    '-xattrname': entry(['NAME is complete, with its namespace.'], '-xattrname user.comment | Files that have a comment'),
    '-context': entry([glob, 'A file without a label is an error.'], "-context '*:tmp_t:*' | Files labelled as temporary"),
    '-fstype': entry(
      ['TYPE is a word of the third column of /proc/mounts.'],
      '/ -fstype proc -prune -o -print | All but what is in /proc',
    ),
    '-flags': entry(['LIST is of the names that chflags(1) takes. Linux has none of these flags.'], '-help -flags | This text'),

    '-amin': entry([minutes], '-amin -10 | Read in the last ten minutes'),
    '-Bmin': entry([minutes, birth], '-Bmin -10 | Created in the last ten minutes'),
    '-cmin': entry([minutes], '-cmin -10 | Moved, chmodded or written in the last ten minutes'),
    '-mmin': entry([minutes], '-mmin -10 | Modified in the last ten minutes', '-mmin +59 | An hour ago, or more'),
    '-atime': entry([days], '-atime +30 | Not read for a month'),
    '-Btime': entry([days, birth], '-Btime -1w | Created within a week'),
    '-ctime': entry([days], '-ctime -1 | Changed within a day'),
    '-mtime': entry(
      [days],
      '-mtime 0 | Modified in the last 24 hours',
      '-mtime +29 | Not modified for thirty days',
      '-mtime -1h30m | Modified in the last one and a half hours',
    ),
    '-used': entry([`The days are rounded up. ${comparison}`], '-used +30 | Read long after it was written'),
    '-newer': entry([reference], '-newer Makefile | Modified since Makefile was'),
    '-anewer': entry([reference], '-anewer Makefile | Read since Makefile was modified'),
    '-Bnewer': entry([reference, birth], '-Bnewer Makefile | Created since Makefile was modified'),
    '-cnewer': entry([reference], '-cnewer Makefile | Changed since Makefile was modified'),
    '-newerXY': entry(
      [
        `X and Y are a (access), B (birth), c (change of the inode) or m (modification); with t for Y there is no FILE, but a TIME. ${reference}`,
        timestamp,
      ],
      '-newermt 2024-02-29 | Modified on that day or later',
      '-newerac Makefile | Read since the inode of Makefile was changed',
    ),
    '-since': entry([timestamp], '-since 2024-02-29T12:30 | Modified after half past twelve'),
    '-asince': entry([timestamp], '-asince 2024-02-29 | Read since'),
    '-Bsince': entry([timestamp, birth], '-Bsince 2024-02-29 | Created since'),
    '-csince': entry([timestamp], '-csince @1700000000 | Changed since that second'),

    '-print': entry(
      ['Without any action but -prune, -quit and -limit this is done with every file for which the expression is true.'],
      "-name '*.ts' -print | The same as without -print",
      '-name .git -prune -o -print | All but git directories',
    ),
    '-print0': entry(['The one way to hand any name to another program.'], "-name '*.o' -print0 | For xargs -0 rm"),
    '-printx': entry(['A backslash before blanks, newlines, quotes, backslashes, $ and `.'], '-printx | For xargs without -0'),
    '-ls': entry(
      [
        'Inode, blocks of 1024 bytes (512 with POSIXLY_CORRECT), mode with a + for an access list, links, owner, group, size, time, path.',
      ],
      '-type f -size +1G -ls | The big ones',
    ),
    '-printf': entry(
      [
        'FORMAT has no newline unless you write \\n. %p path, %f name, %h directory, %H starting point, %P path below it, %d depth, %y type, %l link text, ' +
          '%s size, %b %k blocks, %m %M mode, %u %g owner and group (%U %G numbers), %n links, %i inode, %D device, %F file system, %a %c %t %w times, ' +
          '%Ak %Ck %Tk %Bk a part of a time, with a letter of strftime(3). -, a width and .precision may follow the %, as in printf(1).',
      ],
      "-printf '%s %p\\n' | Sizes and paths",
      "-type f -printf '%TY-%Tm-%Td %p\\n' | Dates and paths",
      "-printf '%-8u %m %f\\n' | Owner, mode, name, in columns",
    ),
    '-fprint': entry([output], '-type d -fprint dirs.txt -o -print | Directories into a file, the rest to the screen'),
    '-fprint0': entry([output], '-type f -fprint0 list | For xargs -0 or -files0-from'),
    '-fprintf': entry(
      [output, '-help -printf tells what FORMAT may be.'],
      "-fprintf sizes.txt '%s %p\\n' | Sizes and paths into a file",
    ),
    '-fls': entry([output], '-type f -fls listing.txt | A listing into a file'),
    '-json': entry(
      [`${fields} ${records} In JSON it stands beside the text as path_base64, only where it is needed.`],
      '-type f -json | Seven fields of every file, one object a line',
      '-type f -json=path,size,mtime:epoch | Three, the time in seconds since 1970',
    ),
    '-csv': entry(
      [`${fields} ${records} In CSV it has the column path_base64, which is empty elsewhere.`],
      '-type f -csv=path,size,mtime | For a spreadsheet or a database',
    ),
    '-fjson': entry([output, fields], '-type f -fjson=path,size files.json | Into a file'),
    '-fcsv': entry([output, fields], '-type f -fcsv files.csv -o -fcsv=path,target others.csv | Into two files'),
    '-format': entry(
      [
        'In TEMPLATE, {NAME} and {NAME:STYLE} are fields; -help -json tells which there are. As in fd, {} is the path, {/} the name, {//} the directory, ' +
          '{.} the path without its extension, {/.} the name without it, {{ and }} are braces. A newline is printed behind it; backslashes are nothing special.',
      ],
      "-format '{path} {size} {mtime:iso}' | Three fields with blanks between them",
      "-name '*.c' -format 'cc -c {} -o {.}.o' | Lines made of names",
    ),
    '-count': entry(
      [
        'Nothing else is printed unless it is asked for. With -by there is a count for each group, with -json or -csv beside it the result has that form.',
      ],
      '-type f -count | How many files there are',
      '-type f -count -by ext | By extension, on a terminal with bars',
      '-count -by type -json | For a program',
    ),
    '-sum': entry(
      [
        'size is in bytes, blocks in units of 512 bytes that are taken. A file with several hard links is added once. Directories count like any other file, as ' +
          'in du; -type f before it leaves them out. On a terminal sizes are rounded. With -by there is a sum for each group, with -json or -csv beside it the ' +
          'result has that form. With -L add -unique, or a file is added for every link to it.',
      ],
      '-sum blocks | What du -s says, in its smallest unit',
      '-type f -sum size -by ext | Which kinds of files take the space',
      '-type f -sum size -by user -csv | For a spreadsheet',
    ),
    '-exec': entry(
      [command.replace('PATH', 'the path'), `True where the command exits with 0. ${batch}`],
      "-name '*.ts' -exec wc -l {} + | Lines of many files, with few commands",
      "-name '*.gz' -exec gzip -t {} \\; -print | Print those that are whole",
      `-type f -exec sh -c 'head -n1 "$1" | grep -q perl' sh {} \\; -print | Scripts in Perl`,
    ),
    '-execdir': entry(
      [command.replace('PATH', './NAME'), directory, batch],
      "-name '*.tar' -execdir tar xf {} \\; | Unpack each where it lies",
    ),
    '-ok': entry(
      [command.replace('PATH', 'the path'), `${asking} A no is false. There is no form with +.`],
      '-empty -ok rm {} \\; | Ask about each',
    ),
    '-okdir': entry(
      [command.replace('PATH', './NAME'), directory, `${asking} A no is false.`],
      "-name '*.orig' -okdir rm {} \\; | Ask about each",
    ),
    '-delete': entry(
      [
        'True where it succeeds. A directory must be empty by then; links are removed themselves. Put tests before it: what stands behind does not keep ' +
          'anything from being deleted, and -prune is useless. Print first what you are about to delete.',
      ],
      "-name '*.o' -delete | Remove object files",
      '-type d -empty -delete | Remove empty directories',
    ),
    '-prune': entry(
      ['True. It is useless with -depth and -delete: what is in a directory has then been visited before it.'],
      '-name node_modules -prune -o -type f -print | Files, but installed ones',
    ),
    '-quit': entry(
      ['What was collected for -exec {} + is run before. The exit status is 1 where anything failed so far.'],
      '-name core -print -quit | Is there one?',
    ),
    '-exit': entry(
      ['Like -quit, but the status does not depend on earlier failures. STATUS is a number; of it 8 bits reach the parent.'],
      '-newer dist/main.cjs -exit 1 | In a script: does it have to be built again?',
    ),
    '-limit': entry(
      [
        'The Nth evaluation is true and the last one. It needs an action before it, or -sort: then the first N are kept and the search goes on.',
      ],
      '-type f -print -limit 10 | Ten files',
    ),
    '-help': entry(
      ['With the name of a primary after it: what there is to know of that one.'],
      '-help | All names',
      '-help -perm | Permissions',
    ),
    '-version': entry(['Also of what tswalk is made: commit, Node.js, backend, liburing.'], '-version | For a report of a bug'),
  };
}

/** @param examples - `words | about`, the last bar counting. */
function entry(details: readonly string[], ...examples: readonly string[]): Explanation {
  return {
    details,
    examples: examples.map((example) => {
      const bar = example.lastIndexOf(' | ');
      return { words: example.slice(0, bar), about: example.slice(bar + 3) };
    }),
  };
}
