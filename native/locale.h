/**
 * The locale and the time zone of the user: local times, their names, the order of texts, their columns.
 *
 * In: the environment (LC_ALL, LC_*, LANG, TZ) as it is when a `Locale` is made. Out: values, or minus an errno. Rests on newlocale(3) and
 * the functions that take a locale; setlocale(3) is never called, so that the process, which is not ours alone, keeps its own. A
 * category whose locale does not exist is that of the C locale; the others are not affected.
 *
 * Threads: a `Locale` belongs to one environment's thread. tzset(3) reads TZ when it is made; Node calls it again when TZ is changed.
 */
#pragma once

#include <langinfo.h>
#include <locale.h>

#include <cstdint>
#include <string>

namespace tswalk {

/** A calendar time with its zone; `month` is 1 for January. */
struct LocalTime {
  int year, month, day, hour, minute, second;
  long offset_seconds;  ///< How far the zone is ahead of UTC.
  std::string zone;     ///< Its abbreviation at that time.
};

class Locale {
 public:
  Locale() noexcept;
  ~Locale();
  Locale(const Locale&) = delete;
  Locale& operator=(const Locale&) = delete;

  /** @return 0, or -EOVERFLOW for a year beyond an int. */
  int local_time(double seconds, LocalTime& time) const noexcept;

  /** mktime(3): fields may lie beyond their ranges, daylight saving is found out. @return seconds, or NaN where there is no such time. */
  double seconds_of(const LocalTime& time) const noexcept;

  /** strftime(3) of `%` and `letter`. @return 0, or -EOVERFLOW. */
  int format_time(char letter, double seconds, std::string& text) const noexcept;

  /** strxfrm(3): bytes that compare as the locale orders texts. `text` holds no NUL. */
  std::string collation_key(const std::string& text) const noexcept;

  /** fnmatch(3) without flags but FNM_CASEFOLD; neither text holds a NUL. */
  bool matches_glob(const std::string& pattern, const std::string& text, bool fold_case) const noexcept;

  /** What stands before the fraction of a number. */
  std::string decimal_point() const { return ::nl_langinfo_l(RADIXCHAR, locale_); }

  /** The locale orders texts by their bytes. */
  bool collates_bytes() const noexcept { return collates_bytes_; }

  /** What the environment names is there, for every category. */
  bool exists() const noexcept { return exists_; }

  /** Columns on a terminal; one for each byte that is no printable character. */
  int display_width(const std::string& text) const noexcept;

  /** rpmatch(3): does an answer, without its line end, mean yes? What neither YESEXPR nor NOEXPR match is judged by its first letter. */
  bool is_yes(const std::string& answer) const noexcept;

 private:
  locale_t locale_;
  bool exists_;
  bool collates_bytes_;
};

}  // namespace tswalk
