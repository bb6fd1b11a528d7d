/**
 * The attacker: owns a tree and changes it as fast as it can, so that whoever walks it as root might be led out of it.
 *
 * Usage: attacker TREE BEYOND UID SEED. Becomes UID, makes TREE as in lure.ts (a0..a3/b0..b3/c0..c3, four files in each directory) and
 * then, until it is killed or its parent ends, does one of these at a place picked at random: a directory or a file and a link to the
 * same name under BEYOND change places (renameat2, atomically) and back, a directory moves to another place and back, a file is removed
 * and made again, a directory that is missing is made again. One link to BEYOND, `always`, stays. Prints one line when the tree stands.
 * It cannot write under BEYOND, which belongs to root, and never reads a directory.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 4, FILES = 4, PATH_BYTES = 64 };

static uint64_t state;

static unsigned below(unsigned bound) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return (unsigned)((state >> 33) % bound);
}

/** "a1", "a1/b2" or "a1/b2/c3". */
static void pick_directory(char* path) {
  const int depth = 1 + (int)below(3);
  int length = sprintf(path, "a%u", below(WIDTH));
  if (depth > 1) length += sprintf(path + length, "/b%u", below(WIDTH));
  if (depth > 2) sprintf(path + length, "/c%u", below(WIDTH));
}

static void make_file(const char* path) {
  const int fd = open(path, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
  if (fd >= 0) close(fd);
}

static void make_directory(const char* path) {
  char file[PATH_BYTES];
  mkdir(path, 0755);
  for (int i = 0; i < FILES; i++) {
    snprintf(file, sizeof file, "%s/f%d", path, i);
    make_file(file);
  }
}

static void make_tree(void) {
  char path[PATH_BYTES];
  for (int a = 0; a < WIDTH; a++) {
    sprintf(path, "a%d", a);
    make_directory(path);
    for (int b = 0; b < WIDTH; b++) {
      sprintf(path, "a%d/b%d", a, b);
      make_directory(path);
      for (int c = 0; c < WIDTH; c++) {
        sprintf(path, "a%d/b%d/c%d", a, b, c);
        make_directory(path);
      }
    }
  }
}

/** Now and then leave things as they are for a moment, so that every step of a walk can fall into it. */
static void linger(void) {
  if (below(4) != 0) return;
  const struct timespec pause = {0, (long)below(300) * 1000};
  nanosleep(&pause, NULL);
}

static void swap_for_link(const char* path, const char* beyond) {
  char target[PATH_MAX];
  snprintf(target, sizeof target, "%s/%s", beyond, path);
  unlink("link");
  if (symlink(target, "link") < 0) return;
  if (renameat2(AT_FDCWD, path, AT_FDCWD, "link", RENAME_EXCHANGE) < 0) return;
  linger();
  renameat2(AT_FDCWD, path, AT_FDCWD, "link", RENAME_EXCHANGE);
}

static void move_away(const char* path) {
  if (rename(path, "away") < 0) return;
  linger();
  rename("away", path);
}

int main(int count, char** words) {
  if (count != 5) return 2;
  const char* const beyond = words[2];
  const uid_t user = (uid_t)atoi(words[3]);
  state = strtoull(words[4], NULL, 10) * 0x9e3779b97f4a7c15u + 1;
  if (chdir(words[1]) < 0 || setgid(user) < 0 || setuid(user) < 0) {
    perror("attacker");
    return 1;
  }
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  make_tree();
  if (symlink(beyond, "always") < 0) perror("attacker: always");
  puts("ready");
  fflush(stdout);
  for (;;) {
    char path[PATH_BYTES];
    pick_directory(path);
    switch (below(8)) {
      case 0:
        make_directory(path);
        break;
      case 1:
        move_away(path);
        break;
      case 2: {
        char file[PATH_BYTES + 4];
        snprintf(file, sizeof file, "%s/f%u", path, below(FILES));
        unlink(file);
        linger();
        make_file(file);
        break;
      }
      case 3: {
        char file[PATH_BYTES + 4];
        snprintf(file, sizeof file, "%s/f%u", path, below(FILES));
        swap_for_link(file, beyond);
        break;
      }
      default:
        swap_for_link(path, beyond);
    }
  }
}
