/**
 * A fiber: a thread of a modelled program, run in turns by hand, whose stack can be put aside and brought back.
 *
 * In: a function to run. It suspends itself; whoever resumes it gets control back then. A saved stack is brought back to the same
 * addresses, so pointers into it stay good; the function must own nothing outside of its stack that could change meanwhile.
 * Contexts are made with makecontext(3) and switched with _setjmp and _longjmp, which make no system call as swapcontext does.
 */
#pragma once

#include <csetjmp>
#include <cstddef>
#include <cstring>
#include <functional>
#include <memory>
#include <ucontext.h>

namespace explore {

class Fiber {
 public:
  /** Get ready to run `body` on the first resume(). */
  void start(std::function<void()> body) {
    body_ = std::move(body);
    getcontext(&beginning_);
    beginning_.uc_stack.ss_sp = stack_.get();
    beginning_.uc_stack.ss_size = STACK_BYTES;
    starting() = this;
    makecontext(&beginning_, &Fiber::main, 0);
    if (_setjmp(resumer_) == 0) setcontext(&beginning_);
  }

  /** Run it until it suspends itself or ends. Must not be called when it has ended. */
  [[gnu::noinline]] void resume() {
    // What former calls have left below the stack must not make a difference later, where a frame does not overwrite it.
    std::memset(suspended_.lowest - WIPED_BYTES, 0, WIPED_BYTES);
    if (_setjmp(resumer_) == 0) _longjmp(suspended_.context, 1);
  }

  /** Give control back to resume(). To be called by the fiber itself. */
  [[gnu::noinline]] void suspend() {
    suspended_.lowest = end_of_stack();
    if (_setjmp(suspended_.context) == 0) _longjmp(resumer_, 1);
  }

  /** A hash of all that the fiber remembers: its registers and its stack. */
  std::uint64_t fingerprint() const {
    std::uint64_t hash = 0;
    hash = mix_bytes(hash, &suspended_.context, sizeof suspended_.context);
    return mix_bytes(hash, suspended_.lowest, used_bytes());
  }

  /** Bytes that save() needs now. */
  std::size_t saved_bytes() const { return sizeof suspended_ + used_bytes(); }

  void save(std::byte* into) const {
    std::memcpy(into, &suspended_, sizeof suspended_);
    std::memcpy(into + sizeof suspended_, suspended_.lowest, used_bytes());
  }

  /** Bring back what save() has put aside. Returns how many bytes that was. */
  std::size_t restore(const std::byte* from) {
    std::memcpy(&suspended_, from, sizeof suspended_);
    std::memcpy(suspended_.lowest, from + sizeof suspended_, used_bytes());
    return saved_bytes();
  }

 private:
  static constexpr std::size_t STACK_BYTES = 64 * 1024;

  static constexpr std::size_t WIPED_BYTES = 1024;

  /** An address just below the frame of the caller. */
  [[gnu::noinline]] static std::byte* end_of_stack() { return static_cast<std::byte*>(__builtin_frame_address(0)); }

  static Fiber*& starting() {
    static Fiber* fiber = nullptr;
    return fiber;
  }

  /** What makecontext starts; its arguments can only be ints, so the fiber is handed over aside. */
  static void main() {
    Fiber* const fiber = starting();
    fiber->suspend();
    fiber->body_();
    fiber->suspend();
  }

  static std::uint64_t mix_bytes(std::uint64_t hash, const void* bytes, std::size_t count) {
    for (std::size_t i = 0; i + 8 <= count; i += 8) {
      std::uint64_t word;
      std::memcpy(&word, static_cast<const std::byte*>(bytes) + i, 8);
      hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
      hash ^= hash >> 32;
    }
    return hash;
  }

  std::size_t used_bytes() const { return static_cast<std::size_t>(stack_.get() + STACK_BYTES - suspended_.lowest); }

  struct Suspended {
    std::jmp_buf context{};
    std::byte* lowest = nullptr;  ///< nothing below this address of the stack is in use
  };

  std::function<void()> body_;
  ucontext_t beginning_{};
  std::jmp_buf resumer_;
  Suspended suspended_;
  std::unique_ptr<std::byte[]> stack_{new std::byte[STACK_BYTES]};
};

}  // namespace explore
