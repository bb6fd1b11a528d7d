/**
 * The glue for what is known of users, times and attributes: a part of the addon's surface, beside addon.cc.
 *
 * In: an environment and its exports. Out: the objects `accounts`, `locale` and `metadata` among them, as `src/ioq/binding.ts` declares
 * them. Called once for each environment, on its thread.
 */
#pragma once

#include <napi.h>

namespace tswalk {

/** Add `accounts`, `locale` and `metadata` to `exports`. */
void init_metadata(Napi::Env env, Napi::Object exports);

}  // namespace tswalk
