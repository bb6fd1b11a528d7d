/**
 * Serving requests by plain system calls, on the calling thread.
 *
 * In: a request taken from the pending queue. Out: its slot, answered; pushing it to the ready queue is the caller's. Any thread,
 * each with its own context.
 */
#pragma once

#include "request.h"
#include "service.h"

namespace tswalk {

/** Serve `request` from beginning to end. Blocks as long as the file system does. */
void serve_plainly(Request& request, ServiceContext& context) noexcept;

/** The open of an OPENDIR, its look at the device included. @return a descriptor, or minus an errno. */
int open_plainly(Slot slot, ServiceContext& context) noexcept;

/**
 * Fill the records of a request's status pass, from where it is.
 *
 * @param may_leave Stop where the statuses had better be asked for through a ring (status-way.h).
 * @return Whether the pass is at its end.
 */
bool stat_plainly(Request& request, ServiceContext& context, bool may_leave) noexcept;

/** Remove the marked entries of the slot, and leave the marks and the errors of those that could not be. */
void unlink_plainly(Slot slot, ServiceContext& context) noexcept;

/** CLOSE and CLOSEDIR. */
void close_plainly(Slot slot, ServiceContext& context) noexcept;

}  // namespace tswalk
