# Completion of tswalk for fish. Made from the table of primaries by scripts/make-completions.mjs: npm run completions.
# Put it into ~/.config/fish/completions/.

set -g __tswalk_types b\t'block device' c\t'character device' d\t'directory' f\t'regular file' l\t'symbolic link' p\t'FIFO' s\t'socket'
set -g __tswalk_modes cost\t'what the optimizer thinks an expression costs' exec\t'how commands are run' io\t'what served the requests of the walk' opt\t'the passes of the optimizer' rates\t'how often each test was true, after the search' search\t'the walk: its parameters and every entry' stat\t'every status that is looked up' tree\t'the expression as it was understood' all\t'all of them' help\t'list these names'
set -g __tswalk_strategies bfs dfs ids eds help
set -g __tswalk_regex_types findutils-default ed emacs gnu-awk grep posix-awk awk posix-basic posix-egrep egrep posix-extended posix-minimal-basic sed help
set -g __tswalk_levels 0 1 2 3 4 fast
set -g __tswalk_fields path name stem ext dir root relative depth type target size blocks mode perm links inode device user group uid gid atime btime ctime mtime fstype

# Words between commas, behind an = if there is one.
function __tswalk_list
    set -l before (string match -r '^.*,' -- (string replace -r '^-\w+=' '' -- (commandline -ct)))
    printf '%s\n' "$before"$argv
end

# The words of the command that the cursor is in, one a line; false where it is in none.
function __tswalk_command
    set -l command
    set -l inside 0
    set -l last
    for word in (commandline -opc)[2..]
        if test $inside = 0
            contains -- $word -exec -execdir -ok -okdir; and set inside 1; and set command
        else if test "$word" = ';'; or begin test "$word" = +; and test "$last" = '{}'; end
            set inside 0
        else
            set -a command $word
        end
        set last $word
    end
    test $inside = 1; or return 1
    set -q command[1]; and printf '%s\n' $command
    return 0
end

function __tswalk_in_command
    __tswalk_command >/dev/null
end

function __tswalk_complete_command
    complete -C (string join ' ' -- (__tswalk_command | string escape) (commandline -ct))
end

complete -c tswalk -n __tswalk_in_command -x -a '(__tswalk_complete_command)'
complete -c tswalk -n 'not __tswalk_in_command' -s E -d 'Regular expressions are extended ones (the same as -regextype posix-extended)'
complete -c tswalk -n 'not __tswalk_in_command' -s H -d 'Follow symbolic links among the starting points, but nowhere else'
complete -c tswalk -n 'not __tswalk_in_command' -s L -d 'Follow every symbolic link'
complete -c tswalk -n 'not __tswalk_in_command' -s P -d 'Never follow symbolic links (the default)'
complete -c tswalk -n 'not __tswalk_in_command' -s X -d 'Refuse paths that are not safe for xargs, with an error'
complete -c tswalk -n 'not __tswalk_in_command' -s d -d 'Visit what is in a directory before the directory itself'
complete -c tswalk -n 'not __tswalk_in_command' -s s -d 'Visit the entries of each directory in the order of their names'
complete -c tswalk -n 'not __tswalk_in_command' -s x -d 'Do not descend into other file systems'
complete -c tswalk -n 'not __tswalk_in_command' -s f -r -F -d 'Take PATH for a starting point, whatever it looks like'
complete -c tswalk -n 'not __tswalk_in_command' -s D -x -a '(__tswalk_list $__tswalk_modes)' -d 'Show what happens inside; -D help lists the NAMES'
complete -c tswalk -n 'not __tswalk_in_command' -s O -x -a '(printf "%s\\n" $__tswalk_levels)' -d 'Optimize the expression: 0 (not at all) to 4, or fast; the default is 3'
complete -c tswalk -n 'not __tswalk_in_command' -s S -x -a '(printf "%s\\n" $__tswalk_strategies)' -d 'Search in this order: bfs (the default), dfs, ids or eds'
complete -c tswalk -n 'not __tswalk_in_command' -s j -x -d 'Use at most N worker threads'
complete -c tswalk -n 'not __tswalk_in_command' -o not -d 'True where EXPRESSION is false'
complete -c tswalk -n 'not __tswalk_in_command' -s a -d 'Both sides are true; the right one is evaluated only if the left is'
complete -c tswalk -n 'not __tswalk_in_command' -o and -d 'Both sides are true; the right one is evaluated only if the left is'
complete -c tswalk -n 'not __tswalk_in_command' -s o -d 'One side is true; the right one is evaluated only if the left is not'
complete -c tswalk -n 'not __tswalk_in_command' -o or -d 'One side is true; the right one is evaluated only if the left is not'
complete -c tswalk -n 'not __tswalk_in_command' -o exclude -d 'Leave out every file for which EXPRESSION is true, and all that is below it'
complete -c tswalk -n 'not __tswalk_in_command' -o maxdepth -x -d 'Descend at most N levels below the starting points'
complete -c tswalk -n 'not __tswalk_in_command' -o mindepth -x -d 'Evaluate nothing at levels less than N'
complete -c tswalk -n 'not __tswalk_in_command' -o depth -d 'Visit what is in a directory before the directory itself; with [-+]N a test: the level is N'
complete -c tswalk -n 'not __tswalk_in_command' -o follow -d 'Follow every symbolic link (the same as -L)'
complete -c tswalk -n 'not __tswalk_in_command' -o xdev -d 'Do not descend into other file systems'
complete -c tswalk -n 'not __tswalk_in_command' -o mount -d 'Leave out mount points and what is below them'
complete -c tswalk -n 'not __tswalk_in_command' -o unique -d 'Visit no file twice, however many names or links it has'
complete -c tswalk -n 'not __tswalk_in_command' -o nohidden -d 'Leave out hidden files (the same as -exclude -hidden)'
complete -c tswalk -n 'not __tswalk_in_command' -o files0-from -r -F -d 'Read the starting points from FILE, separated by NUL; - is the standard input'
complete -c tswalk -n 'not __tswalk_in_command' -o regextype -x -a '(printf "%s\\n" $__tswalk_regex_types)' -d 'The regular expressions that follow are of this TYPE; -regextype help lists them'
complete -c tswalk -n 'not __tswalk_in_command' -o smartcase -d 'Patterns that follow match in upper and lower case where they have no capital'
complete -c tswalk -n 'not __tswalk_in_command' -o by -x -a '(printf "%s\\n" ext type dir user depth)' -d 'Group what -count and -sum add up: by ext, type, dir, user or depth'
complete -c tswalk -n 'not __tswalk_in_command' -o sort -x -a '(printf "%s\\n" name path natural ext type depth size blocks links inode atime btime ctime mtime -name -path -natural -ext -type -depth -size -blocks -links -inode -atime -btime -ctime -mtime)' -d 'Print in the order of KEY, such as name, natural, size or mtime; with - the greatest first'
complete -c tswalk -n 'not __tswalk_in_command' -o exec-jobs -x -d 'Run up to N commands at a time, each with its output kept together'
complete -c tswalk -n 'not __tswalk_in_command' -o keep-order -d 'With -exec-jobs: print in the order of the search'
complete -c tswalk -n 'not __tswalk_in_command' -o daystart -d 'Count ages back from the end of today, in the tests that follow'
complete -c tswalk -n 'not __tswalk_in_command' -o ignore_readdir_race -d 'Say nothing of files that vanish during the search'
complete -c tswalk -n 'not __tswalk_in_command' -o noignore_readdir_race -d 'Report files that vanish (the default)'
complete -c tswalk -n 'not __tswalk_in_command' -o noerror -d 'Do not report errors, and do not let them change the exit status'
complete -c tswalk -n 'not __tswalk_in_command' -o gitignore -d 'Leave out what git ignores, and all that is below it'
complete -c tswalk -n 'not __tswalk_in_command' -o noleaf -d 'Accepted for compatibility, without effect'
complete -c tswalk -n 'not __tswalk_in_command' -o color -d 'Use colours'
complete -c tswalk -n 'not __tswalk_in_command' -o nocolor -d 'Use no colours'
complete -c tswalk -n 'not __tswalk_in_command' -o hyperlink -d 'Make printed paths links to their files; WHEN is auto, always or never'
complete -c tswalk -n 'string match -q -- "-hyperlink=*" (commandline -ct); and not __tswalk_in_command' -o hyperlink -x -a '(printf "%s\\n" auto always never)'
complete -c tswalk -n 'not __tswalk_in_command' -o quiet -d 'Print nothing, stop at the first match: exit status 0; 1 without one, 2 with errors alone'
complete -c tswalk -n 'not __tswalk_in_command' -o status -d 'Show on the last row of the terminal where the walk is'
complete -c tswalk -n 'not __tswalk_in_command' -o warn -d 'Show warnings'
complete -c tswalk -n 'not __tswalk_in_command' -o nowarn -d 'Show no warnings'
complete -c tswalk -n 'not __tswalk_in_command' -o true -d 'Always true'
complete -c tswalk -n 'not __tswalk_in_command' -o false -d 'Always false'
complete -c tswalk -n 'not __tswalk_in_command' -o name -x -d 'The name matches GLOB'
complete -c tswalk -n 'not __tswalk_in_command' -o iname -x -d 'The name matches GLOB, in upper or lower case'
complete -c tswalk -n 'not __tswalk_in_command' -o glob -x -d 'The path below the starting point matches GLOB, in which ** is any directories'
complete -c tswalk -n 'not __tswalk_in_command' -o iglob -x -d 'The path below the starting point matches GLOB, in upper or lower case'
complete -c tswalk -n 'not __tswalk_in_command' -o ext -x -d 'The name ends in one of these extensions, separated by commas: ts,tsx'
complete -c tswalk -n 'not __tswalk_in_command' -o path -x -d 'The whole path matches GLOB'
complete -c tswalk -n 'not __tswalk_in_command' -o wholename -x -d 'The whole path matches GLOB'
complete -c tswalk -n 'not __tswalk_in_command' -o ipath -x -d 'The whole path matches GLOB, in upper or lower case'
complete -c tswalk -n 'not __tswalk_in_command' -o iwholename -x -d 'The whole path matches GLOB, in upper or lower case'
complete -c tswalk -n 'not __tswalk_in_command' -o regex -x -d 'The whole path matches REGEX; see -regextype'
complete -c tswalk -n 'not __tswalk_in_command' -o iregex -x -d 'The whole path matches REGEX, in upper or lower case'
complete -c tswalk -n 'not __tswalk_in_command' -o lname -x -d 'The file is a link and its text matches GLOB'
complete -c tswalk -n 'not __tswalk_in_command' -o ilname -x -d 'The file is a link and its text matches GLOB, in upper or lower case'
complete -c tswalk -n 'not __tswalk_in_command' -o hidden -d 'The name begins with a dot'
complete -c tswalk -n 'not __tswalk_in_command' -o type -x -a '(__tswalk_list $__tswalk_types)' -d 'The file is of one of these types, separated by commas: b c d f l p s (w D)'
complete -c tswalk -n 'not __tswalk_in_command' -o xtype -x -a '(__tswalk_list $__tswalk_types)' -d 'The same, but links are followed where -type does not, and the other way round'
complete -c tswalk -n 'not __tswalk_in_command' -o empty -d 'The file or directory is empty'
complete -c tswalk -n 'not __tswalk_in_command' -o ignored -d 'Ignored by git, by a rule of a .gitignore file or another of its files'
complete -c tswalk -n 'not __tswalk_in_command' -o readable -d 'You may read the file'
complete -c tswalk -n 'not __tswalk_in_command' -o writable -d 'You may write the file'
complete -c tswalk -n 'not __tswalk_in_command' -o executable -d 'You may execute the file'
complete -c tswalk -n 'not __tswalk_in_command' -o size -x -d 'The size is N units, rounded up; a unit is 512 bytes where none is given'
complete -c tswalk -n 'not __tswalk_in_command' -o sparse -d 'The file takes less space than its size'
complete -c tswalk -n 'not __tswalk_in_command' -o links -x -d 'The file has N hard links'
complete -c tswalk -n 'not __tswalk_in_command' -o inum -x -d 'The inode number is N'
complete -c tswalk -n 'not __tswalk_in_command' -o samefile -r -F -d 'The file is the same as FILE, by device and inode'
complete -c tswalk -n 'not __tswalk_in_command' -o perm -x -d 'The permissions are exactly MODE; all of it (-) or some of it (/)'
complete -c tswalk -n 'not __tswalk_in_command' -o nouser -d 'The owner\'s id has no name'
complete -c tswalk -n 'not __tswalk_in_command' -o nogroup -d 'The group\'s id has no name'
complete -c tswalk -n 'not __tswalk_in_command' -o user -x -a '(__fish_complete_users)' -d 'The owner is NAME, or a number [-+]N'
complete -c tswalk -n 'not __tswalk_in_command' -o uid -x -a '(__fish_complete_users)' -d 'The owner is NAME, or a number [-+]N'
complete -c tswalk -n 'not __tswalk_in_command' -o group -x -a '(__fish_complete_groups)' -d 'The group is NAME, or a number [-+]N'
complete -c tswalk -n 'not __tswalk_in_command' -o gid -x -a '(__fish_complete_groups)' -d 'The group is NAME, or a number [-+]N'
complete -c tswalk -n 'not __tswalk_in_command' -o acl -d 'The file has an access control list beyond its mode'
complete -c tswalk -n 'not __tswalk_in_command' -o capable -d 'The file has capabilities'
complete -c tswalk -n 'not __tswalk_in_command' -o xattr -d 'The file has extended attributes'
complete -c tswalk -n 'not __tswalk_in_command' -o xattrname -x -d 'The file has the extended attribute NAME, such as user.foo'
complete -c tswalk -n 'not __tswalk_in_command' -o context -x -d 'The SELinux label matches GLOB'
complete -c tswalk -n 'not __tswalk_in_command' -o fstype -x -a '(string replace -r ".*\\t" "" </proc/filesystems)' -d 'The file is on a file system of this TYPE'
complete -c tswalk -n 'not __tswalk_in_command' -o flags -x -d 'The file has these flags (on systems with chflags)'
complete -c tswalk -n 'not __tswalk_in_command' -o amin -x -d 'Last accessed N minutes ago'
complete -c tswalk -n 'not __tswalk_in_command' -o Bmin -x -d 'Created N minutes ago'
complete -c tswalk -n 'not __tswalk_in_command' -o cmin -x -d 'The inode last changed N minutes ago'
complete -c tswalk -n 'not __tswalk_in_command' -o mmin -x -d 'Last modified N minutes ago'
complete -c tswalk -n 'not __tswalk_in_command' -o atime -x -d 'Last accessed N days ago; or groups of N and a unit: s m h d w'
complete -c tswalk -n 'not __tswalk_in_command' -o Btime -x -d 'Created N days ago'
complete -c tswalk -n 'not __tswalk_in_command' -o ctime -x -d 'The inode last changed N days ago'
complete -c tswalk -n 'not __tswalk_in_command' -o mtime -x -d 'Last modified N days ago'
complete -c tswalk -n 'not __tswalk_in_command' -o used -x -d 'Last accessed N days after the inode last changed'
complete -c tswalk -n 'not __tswalk_in_command' -o newer -r -F -d 'Modified later than FILE was'
complete -c tswalk -n 'not __tswalk_in_command' -o mnewer -r -F -d 'Modified later than FILE was'
complete -c tswalk -n 'not __tswalk_in_command' -o anewer -r -F -d 'Accessed later than FILE was modified'
complete -c tswalk -n 'not __tswalk_in_command' -o Bnewer -r -F -d 'Created later than FILE was modified'
complete -c tswalk -n 'not __tswalk_in_command' -o cnewer -r -F -d 'The inode changed later than FILE was modified'
complete -c tswalk -n 'not __tswalk_in_command' -o neweraa -r -F -d 'The time of access is later than that of access of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o neweraB -r -F -d 'The time of access is later than that of birth of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newerac -r -F -d 'The time of access is later than that of change of the inode of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o neweram -r -F -d 'The time of access is later than that of modification of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newerat -x -d 'The time of access is later than TIME'
complete -c tswalk -n 'not __tswalk_in_command' -o newerBa -r -F -d 'The time of birth is later than that of access of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newerBB -r -F -d 'The time of birth is later than that of birth of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newerBc -r -F -d 'The time of birth is later than that of change of the inode of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newerBm -r -F -d 'The time of birth is later than that of modification of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newerBt -x -d 'The time of birth is later than TIME'
complete -c tswalk -n 'not __tswalk_in_command' -o newerca -r -F -d 'The time of change of the inode is later than that of access of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newercB -r -F -d 'The time of change of the inode is later than that of birth of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newercc -r -F -d 'The time of change of the inode is later than that of change of the inode of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newercm -r -F -d 'The time of change of the inode is later than that of modification of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newerct -x -d 'The time of change of the inode is later than TIME'
complete -c tswalk -n 'not __tswalk_in_command' -o newerma -r -F -d 'The time of modification is later than that of access of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newermB -r -F -d 'The time of modification is later than that of birth of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newermc -r -F -d 'The time of modification is later than that of change of the inode of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newermm -r -F -d 'The time of modification is later than that of modification of FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o newermt -x -d 'The time of modification is later than TIME'
complete -c tswalk -n 'not __tswalk_in_command' -o since -x -d 'Modified later than TIME, such as 2024-02-29T12:30'
complete -c tswalk -n 'not __tswalk_in_command' -o msince -x -d 'Modified later than TIME, such as 2024-02-29T12:30'
complete -c tswalk -n 'not __tswalk_in_command' -o asince -x -d 'Accessed later than TIME'
complete -c tswalk -n 'not __tswalk_in_command' -o Bsince -x -d 'Created later than TIME'
complete -c tswalk -n 'not __tswalk_in_command' -o csince -x -d 'The inode changed later than TIME'
complete -c tswalk -n 'not __tswalk_in_command' -o changed-within -x -d 'Modified in the last TIME, such as 2weeks, or later than a date'
complete -c tswalk -n 'not __tswalk_in_command' -o changed-before -x -d 'Modified longer ago than TIME, such as 2weeks, or earlier than a date'
complete -c tswalk -n 'not __tswalk_in_command' -o print -d 'Print the path and a newline (the default action)'
complete -c tswalk -n 'not __tswalk_in_command' -o print0 -d 'Print the path and a NUL'
complete -c tswalk -n 'not __tswalk_in_command' -o printx -d 'Print the path with backslashes, as xargs reads it'
complete -c tswalk -n 'not __tswalk_in_command' -o ls -d 'Print what ls -dils would'
complete -c tswalk -n 'not __tswalk_in_command' -o printf -x -d 'Print by FORMAT, as printf(1) would; see the manual for its directives'
complete -c tswalk -n 'not __tswalk_in_command' -o fprint -r -F -d 'Like -print, but into FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o fprint0 -r -F -d 'Like -print0, but into FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o fprintf -r -F -d 'Like -printf, but into FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o fls -r -F -d 'Like -ls, but into FILE'
complete -c tswalk -n 'not __tswalk_in_command' -o json -d 'Print an object of JSON, one a line, with these fields: -json=path,size,mtime'
complete -c tswalk -n 'string match -q -- "-json=*" (commandline -ct); and not __tswalk_in_command' -o json -x -a '(__tswalk_list $__tswalk_fields)'
complete -c tswalk -n 'not __tswalk_in_command' -o csv -d 'Print a row of comma-separated values, after one with the names of the fields'
complete -c tswalk -n 'string match -q -- "-csv=*" (commandline -ct); and not __tswalk_in_command' -o csv -x -a '(__tswalk_list $__tswalk_fields)'
complete -c tswalk -n 'not __tswalk_in_command' -o format -x -d 'Print by TEMPLATE, as in \'{path} {size} {mtime:iso}\', and a newline'
complete -c tswalk -n 'not __tswalk_in_command' -o fjson -r -F -d 'Like -json, but into FILE'
complete -c tswalk -n 'string match -q -- "-fjson=*" (commandline -ct); and not __tswalk_in_command' -o fjson -x -a '(__tswalk_list $__tswalk_fields)'
complete -c tswalk -n 'not __tswalk_in_command' -o fcsv -r -F -d 'Like -csv, but into FILE'
complete -c tswalk -n 'string match -q -- "-fcsv=*" (commandline -ct); and not __tswalk_in_command' -o fcsv -x -a '(__tswalk_list $__tswalk_fields)'
complete -c tswalk -n 'not __tswalk_in_command' -o count -d 'Count the files, and print how many they were when the search is over'
complete -c tswalk -n 'not __tswalk_in_command' -o sum -x -a '(printf "%s\\n" size blocks)' -d 'Add up sizes, or the space that is taken, and print the sum when the search is over'
complete -c tswalk -n 'not __tswalk_in_command' -o exec -x -a '(__tswalk_complete_command)' -d 'Run COMMAND, {} in it being the path; true where it succeeds. With {} + at its end: once for many'
complete -c tswalk -n 'not __tswalk_in_command' -o execdir -x -a '(__tswalk_complete_command)' -d 'Like -exec, in the directory that the file is in'
complete -c tswalk -n 'not __tswalk_in_command' -o ok -x -a '(__tswalk_complete_command)' -d 'Like -exec, but ask first'
complete -c tswalk -n 'not __tswalk_in_command' -o okdir -x -a '(__tswalk_complete_command)' -d 'Like -execdir, but ask first'
complete -c tswalk -n 'not __tswalk_in_command' -o delete -d 'Delete the file; implies -depth'
complete -c tswalk -n 'not __tswalk_in_command' -o rm -d 'Delete the file; implies -depth'
complete -c tswalk -n 'not __tswalk_in_command' -o explain-ignore -d 'Print file, line and pattern of the rule by which git ignores it; true if there is one'
complete -c tswalk -n 'not __tswalk_in_command' -o prune -d 'Do not descend into this directory'
complete -c tswalk -n 'not __tswalk_in_command' -o quit -d 'Stop the search at once'
complete -c tswalk -n 'not __tswalk_in_command' -o exit -d 'Stop the search at once, with this exit status (0 where none is given)'
complete -c tswalk -n 'not __tswalk_in_command' -o limit -x -d 'Stop the search once this has been evaluated N times'
complete -c tswalk -n 'not __tswalk_in_command' -o help -d 'Print this, or all about a name, and exit'
complete -c tswalk -n 'not __tswalk_in_command' -l help -d 'Print this, or all about a name, and exit'
complete -c tswalk -n 'not __tswalk_in_command' -o version -d 'Print the version and exit'
complete -c tswalk -n 'not __tswalk_in_command' -l version -d 'Print the version and exit'
