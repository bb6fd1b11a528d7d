/** Converts between JavaScript and accounts.h, locale.h, metadata.h; see the header. */
#include "addon-metadata.h"

#include <optional>

#include "accounts.h"
#include "arguments.h"
#include "locale.h"
#include "metadata.h"

namespace tswalk {

namespace {

std::string text_argument(const Napi::CallbackInfo& info, std::size_t index) {
  const auto from = bytes_argument(info, index);
  return {reinterpret_cast<const char*>(from.data()), from.size()};
}

std::uint32_t id_argument(const Napi::CallbackInfo& info) { return info[0].As<Napi::Number>().Uint32Value(); }

Napi::Value name_answer(const Napi::CallbackInfo& info, const Answer<std::string>& answer) {
  if (answer.error != 0) return number(info, answer.error);
  return answer.value ? bytes(info.Env(), *answer.value) : info.Env().Null();
}

Napi::Value id_answer(const Napi::CallbackInfo& info, const Answer<std::uint32_t>& answer) {
  if (answer.error != 0) return number(info, answer.error);
  return answer.value ? number(info, *answer.value) : info.Env().Null();
}

Napi::Value UserName(const Napi::CallbackInfo& info) { return name_answer(info, user_name(id_argument(info))); }

Napi::Value GroupName(const Napi::CallbackInfo& info) { return name_answer(info, group_name(id_argument(info))); }

Napi::Value UserId(const Napi::CallbackInfo& info) { return id_answer(info, user_id(text_argument(info, 0).c_str())); }

Napi::Value GroupId(const Napi::CallbackInfo& info) { return id_answer(info, group_id(text_argument(info, 0).c_str())); }

/** The environment's locale, made when it is first asked for: most walks never do, and it costs reading files. */
struct LazyLocale {
  std::optional<Locale> locale;
  Locale& get() { return locale ? *locale : locale.emplace(); }
};

Locale& locale_of(const Napi::CallbackInfo& info) { return static_cast<LazyLocale*>(info.Data())->get(); }

Napi::Value LocalTimeOf(const Napi::CallbackInfo& info) {
  LocalTime time;
  const int result = locale_of(info).local_time(info[0].As<Napi::Number>().DoubleValue(), time);
  if (result != 0) return number(info, result);
  auto fields = Napi::Object::New(info.Env());
  fields["year"] = time.year;
  fields["month"] = time.month;
  fields["day"] = time.day;
  fields["hour"] = time.hour;
  fields["minute"] = time.minute;
  fields["second"] = time.second;
  fields["offsetSeconds"] = static_cast<double>(time.offset_seconds);
  fields["zone"] = bytes(info.Env(), time.zone);
  return fields;
}

Napi::Value LocalToSeconds(const Napi::CallbackInfo& info) {
  const auto fields = info[0].As<Napi::Object>();
  const auto field = [&](const char* name) {
    const Napi::Value value = fields.Get(name);
    return value.IsEmpty() ? 0 : value.As<Napi::Number>().Int32Value();
  };
  return number(info, locale_of(info).seconds_of(
                          {field("year"), field("month"), field("day"), field("hour"), field("minute"), field("second"), 0, {}}));
}

Napi::Value FormatTime(const Napi::CallbackInfo& info) {
  const std::string letter = info[0].As<Napi::String>().Utf8Value();
  std::string text;
  const int result = locale_of(info).format_time(letter.empty() ? '%' : letter[0], info[1].As<Napi::Number>().DoubleValue(), text);
  return result != 0 ? number(info, result) : bytes(info.Env(), text);
}

Napi::Value CollationKey(const Napi::CallbackInfo& info) {
  return bytes(info.Env(), locale_of(info).collation_key(text_argument(info, 0)));
}

Napi::Value LocaleExists(const Napi::CallbackInfo& info) { return Napi::Boolean::New(info.Env(), locale_of(info).exists()); }

Napi::Value CollatesBytes(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), locale_of(info).collates_bytes());
}

Napi::Value MatchesGlob(const Napi::CallbackInfo& info) {
  const bool fold_case = flag_argument(info, 2);
  return Napi::Boolean::New(info.Env(), locale_of(info).matches_glob(text_argument(info, 0), text_argument(info, 1), fold_case));
}

Napi::Value DecimalPoint(const Napi::CallbackInfo& info) { return Napi::String::New(info.Env(), locale_of(info).decimal_point()); }

Napi::Value DisplayWidth(const Napi::CallbackInfo& info) {
  return number(info, locale_of(info).display_width(text_argument(info, 0)));
}

Napi::Value IsYes(const Napi::CallbackInfo& info) {
  return Napi::Boolean::New(info.Env(), locale_of(info).is_yes(text_argument(info, 0)));
}

/** The first three arguments: a directory, a path in it, whether to follow. */
struct FileArgument {
  explicit FileArgument(const Napi::CallbackInfo& info)
      : path(info, 1), file{int_argument(info, 0), path.text, flag_argument(info, 2)} {}
  PathArgument path;
  FilePath file;
};

Napi::Value HasAcl(const Napi::CallbackInfo& info) {
  const FileArgument file(info);
  return number(info, file.path.error != 0 ? file.path.error : has_acl(file.file, flag_argument(info, 3)));
}

Napi::Value HasAttributes(const Napi::CallbackInfo& info) {
  const FileArgument file(info);
  return number(info, file.path.error != 0 ? file.path.error : has_attributes(file.file));
}

Napi::Value HasAttribute(const Napi::CallbackInfo& info) {
  const FileArgument file(info);
  return number(info, file.path.error != 0 ? file.path.error : has_attribute(file.file, text_argument(info, 3).c_str()));
}

Napi::Value HasCapabilities(const Napi::CallbackInfo& info) {
  const FileArgument file(info);
  return number(info, file.path.error != 0 ? file.path.error : has_capabilities(file.file));
}

Napi::Value SecurityLabel(const Napi::CallbackInfo& info) {
  const FileArgument file(info);
  std::string label;
  const int result = file.path.error != 0 ? file.path.error : security_label(file.file, label);
  return result != 0 ? number(info, result) : bytes(info.Env(), label);
}

}  // namespace

void init_metadata(Napi::Env env, Napi::Object exports) {
  // Freed with the environment, like everything that its functions may still use.
  auto* locale = new LazyLocale;
  env.AddCleanupHook([locale] { delete locale; });

  const auto add = [&]<auto FUNCTION>(Napi::Object to, const char* name, void* data = nullptr) {
    to[name] = Napi::Function::New<FUNCTION>(env, name, data);
  };
  auto accounts = Napi::Object::New(env);
  add.operator()<UserName>(accounts, "userName");
  add.operator()<GroupName>(accounts, "groupName");
  add.operator()<UserId>(accounts, "userId");
  add.operator()<GroupId>(accounts, "groupId");
  exports["accounts"] = accounts;

  auto localized = Napi::Object::New(env);
  localized.DefineProperty(Napi::PropertyDescriptor::Accessor<LocaleExists>("exists", napi_enumerable, locale));
  localized.DefineProperty(Napi::PropertyDescriptor::Accessor<CollatesBytes>("collatesBytes", napi_enumerable, locale));
  add.operator()<LocalTimeOf>(localized, "localTime", locale);
  add.operator()<LocalToSeconds>(localized, "localToSeconds", locale);
  add.operator()<FormatTime>(localized, "formatTime", locale);
  localized.DefineProperty(Napi::PropertyDescriptor::Accessor<DecimalPoint>("decimalPoint", napi_enumerable, locale));
  add.operator()<MatchesGlob>(localized, "matchesGlob", locale);
  add.operator()<CollationKey>(localized, "collationKey", locale);
  add.operator()<DisplayWidth>(localized, "displayWidth", locale);
  add.operator()<IsYes>(localized, "isYes", locale);
  exports["locale"] = localized;

  auto metadata = Napi::Object::New(env);
  add.operator()<HasAcl>(metadata, "hasAcl");
  add.operator()<HasAttributes>(metadata, "hasAttributes");
  add.operator()<HasAttribute>(metadata, "hasAttribute");
  add.operator()<HasCapabilities>(metadata, "hasCapabilities");
  add.operator()<SecurityLabel>(metadata, "securityLabel");
  exports["metadata"] = metadata;
}

}  // namespace tswalk
