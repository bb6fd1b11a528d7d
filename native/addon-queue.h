/**
 * The glue for the I/O queue: the part of the addon's surface that walks are made over, beside addon.cc.
 *
 * In: an environment and its exports. Out: the class `Ioq` among them, as `src/ioq/binding.ts` declares it. Called once for each
 * environment, on its thread.
 */
#pragma once

#include <napi.h>

namespace tswalk {

/** Add `Ioq` to `exports`. The environment's instance data is its Descriptors. */
void init_queue(Napi::Env env, Napi::Object exports);

}  // namespace tswalk
