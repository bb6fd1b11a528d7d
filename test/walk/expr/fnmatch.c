/*
 * The C library's fnmatch(3), for comparison.
 *
 * Input: records of a flag ('i' folds case, '-' does not), a pattern and a name, each ended by NUL.
 * Output: a line a record, two digits: matches in the C locale, matches in C.UTF-8.
 */
#define _GNU_SOURCE
#include <fnmatch.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
	char *field[3] = {NULL, NULL, NULL};
	size_t size[3] = {0, 0, 0};
	locale_t bytes = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t utf8 = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
	if (bytes == (locale_t)0 || utf8 == (locale_t)0) {
		return 2;
	}
	while (getdelim(&field[0], &size[0], 0, stdin) > 0 && getdelim(&field[1], &size[1], 0, stdin) > 0 &&
	       getdelim(&field[2], &size[2], 0, stdin) > 0) {
		int flags = field[0][0] == 'i' ? FNM_CASEFOLD : 0;
		uselocale(bytes);
		int in_c = fnmatch(field[1], field[2], flags) == 0;
		uselocale(utf8);
		int in_utf8 = fnmatch(field[1], field[2], flags) == 0;
		printf("%d%d\n", in_c, in_utf8);
	}
	return 0;
}
