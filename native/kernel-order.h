/**
 * What ThreadSanitizer must be told of memory that goes through the kernel, which it cannot see.
 *
 * In: the address of something that is handed over. Out: nothing, but in a build with ThreadSanitizer the order between the two sides:
 * what was done before before_kernel() is seen after after_kernel() of the same address. Any thread.
 */
#pragma once

#if defined(__SANITIZE_THREAD__)
extern "C" void __tsan_acquire(void*);
extern "C" void __tsan_release(void*);
#endif

namespace tswalk {

inline void before_kernel([[maybe_unused]] void* handed_over) noexcept {
#if defined(__SANITIZE_THREAD__)
  __tsan_release(handed_over);
#endif
}

inline void after_kernel([[maybe_unused]] void* handed_over) noexcept {
#if defined(__SANITIZE_THREAD__)
  __tsan_acquire(handed_over);
#endif
}

}  // namespace tswalk
