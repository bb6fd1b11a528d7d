/** The choice of the backend; see the header. */
#include "backend.h"

#include "dispatch-uring.h"

namespace tswalk {

namespace {

/** What serves where nobody has asked for one or the other: see the numbers. MEASURE */
constexpr Backend AUTO = Backend::sync;

}  // namespace

Backend choose_backend(std::string_view choice) noexcept {
  if (choice == "sync") return Backend::sync;
  if (choice != "uring") return AUTO;
  return UringDispatch::create(1) != nullptr ? Backend::uring : Backend::sync;
}

}  // namespace tswalk
