/**
 * The glue for running commands: a part of the addon's surface, beside addon.cc.
 *
 * In: an environment and its exports. Out: the object `processes` among them, as `src/ioq/binding.ts` declares it. Called once for
 * each environment, on its thread.
 */
#pragma once

#include <napi.h>

namespace tswalk {

/** Add `processes` to `exports`. */
void init_spawn(Napi::Env env, Napi::Object exports);

}  // namespace tswalk
