/** The locale and the time zone; see the header. */
#include "locale.h"

#include <fnmatch.h>
#include <regex.h>
#include <strings.h>
#include <time.h>
#include <wchar.h>

#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>

namespace tswalk {

namespace {

constexpr int CATEGORIES[] = {LC_CTYPE_MASK, LC_TIME_MASK, LC_COLLATE_MASK, LC_MESSAGES_MASK, LC_NUMERIC_MASK};

/** Beyond this a double is no whole second any more, and no calendar reaches there. */
constexpr double MOST_SECONDS = 9e18;

/** The name that the environment gives for a category, as locale(7) looks for it. */
const char* name_of(const char* category) noexcept {
  for (const char* variable : {"LC_ALL", category, "LANG"}) {
    const char* name = std::getenv(variable);
    if (name != nullptr && *name != '\0') return name;
  }
  return "C";
}

/** Locales of glibc and musl whose order is that of the bytes. */
bool orders_bytes(const char* name) noexcept {
  for (const char* plain : {"C", "POSIX", "C.UTF-8", "C.utf8"}) {
    if (strcasecmp(name, plain) == 0) return true;
  }
  return false;
}

int broken_down(double seconds, struct tm& time) noexcept {
  if (!(std::fabs(seconds) < MOST_SECONDS)) return -EOVERFLOW;
  const auto when = static_cast<time_t>(seconds);
  return ::localtime_r(&when, &time) == nullptr ? -EOVERFLOW : 0;
}

/** Makes a locale the calling thread's while it lives: wcwidth(3), mbrtowc(3) and fnmatch(3) have no form that takes one. */
class ThreadLocale {
 public:
  explicit ThreadLocale(locale_t locale) noexcept : before_(::uselocale(locale)) {}
  ~ThreadLocale() { ::uselocale(before_); }
  ThreadLocale(const ThreadLocale&) = delete;
  ThreadLocale& operator=(const ThreadLocale&) = delete;

 private:
  locale_t before_;
};

/** Does `text` match an extended regular expression of the calling thread's locale? */
bool matches(const char* expression, const std::string& text) noexcept {
  regex_t regex;
  if (::regcomp(&regex, expression, REG_EXTENDED | REG_NOSUB) != 0) return false;
  const bool found = ::regexec(&regex, text.c_str(), 0, nullptr, 0) == 0;
  ::regfree(&regex);
  return found;
}

}  // namespace

Locale::Locale() noexcept
    : locale_(::newlocale(LC_ALL_MASK, "", nullptr)),
      exists_(locale_ != nullptr),
      collates_bytes_(orders_bytes(name_of("LC_COLLATE"))) {
  ::tzset();
  if (locale_ != nullptr) return;
  // One category's locale does not exist: take the others one by one.
  locale_ = ::newlocale(LC_ALL_MASK, "C", nullptr);
  for (const int category : CATEGORIES) {
    const locale_t with = ::newlocale(category, "", locale_);
    if (with != nullptr) {
      locale_ = with;
    } else if (category == LC_COLLATE_MASK) {
      collates_bytes_ = true;
    }
  }
}

Locale::~Locale() {
  if (locale_ != nullptr) ::freelocale(locale_);
}

int Locale::local_time(double seconds, LocalTime& time) const noexcept {
  struct tm fields;
  if (broken_down(seconds, fields) != 0) return -EOVERFLOW;
  if (fields.tm_year > std::numeric_limits<int>::max() - 1900) return -EOVERFLOW;
  time = {fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday,  fields.tm_hour,
          fields.tm_min,         fields.tm_sec,     fields.tm_gmtoff, fields.tm_zone};
  return 0;
}

double Locale::seconds_of(const LocalTime& time) const noexcept {
  struct tm fields {};
  fields.tm_year = time.year - 1900;
  fields.tm_mon = time.month - 1;
  fields.tm_mday = time.day;
  fields.tm_hour = time.hour;
  fields.tm_min = time.minute;
  fields.tm_sec = time.second;
  fields.tm_isdst = -1;
  // -1 is a time, too; a field that mktime fills in tells whether it was one.
  fields.tm_wday = -1;
  const time_t seconds = ::mktime(&fields);
  return fields.tm_wday < 0 ? std::nan("") : static_cast<double>(seconds);
}

int Locale::format_time(char letter, double seconds, std::string& text) const noexcept {
  struct tm fields;
  if (broken_down(seconds, fields) != 0) return -EOVERFLOW;
  // With a character in front, since nothing (%p in many locales) and too much both answer 0.
  const char format[] = {'_', '%', letter, '\0'};
  char made[1024];
  const std::size_t length = ::strftime_l(made, sizeof made, format, &fields, locale_);
  if (length == 0) return -EOVERFLOW;
  text.assign(made + 1, length - 1);
  return 0;
}

std::string Locale::collation_key(const std::string& text) const noexcept {
  std::string key(4 * text.size() + 1, '\0');
  for (;;) {
    const std::size_t length = ::strxfrm_l(key.data(), text.c_str(), key.size(), locale_);
    if (length < key.size()) {
      key.resize(length);
      return key;
    }
    key.resize(length + 1);
  }
}

bool Locale::matches_glob(const std::string& pattern, const std::string& text, bool fold_case) const noexcept {
  const ThreadLocale here(locale_);
  return ::fnmatch(pattern.c_str(), text.c_str(), fold_case ? FNM_CASEFOLD : 0) == 0;
}

int Locale::display_width(const std::string& text) const noexcept {
  const ThreadLocale here(locale_);
  int width = 0;
  mbstate_t state{};
  for (std::size_t i = 0; i < text.size();) {
    wchar_t character;
    const std::size_t length = ::mbrtowc(&character, text.data() + i, text.size() - i, &state);
    const bool is_character = length != 0 && length < static_cast<std::size_t>(-2);
    const int columns = is_character ? ::wcwidth(character) : -1;
    if (columns >= 0) {
      width += columns;
      i += length;
      continue;
    }
    const std::size_t bytes = is_character ? length : 1;
    width += static_cast<int>(bytes);
    i += bytes;
    state = {};
  }
  return width;
}

bool Locale::is_yes(const std::string& answer) const noexcept {
  const ThreadLocale here(locale_);
  if (matches(::nl_langinfo_l(NOEXPR, locale_), answer)) return false;
  if (matches(::nl_langinfo_l(YESEXPR, locale_), answer)) return true;
  return !answer.empty() && (answer[0] == 'y' || answer[0] == 'Y');
}

}  // namespace tswalk
