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

/** Fill the records of the slot's status pass, from where it is to its end. */
void stat_plainly(Slot slot, ServiceContext& context) noexcept;

/** Remove the marked entries of the slot, and leave the marks and the errors of those that could not be. */
void unlink_plainly(Slot slot, ServiceContext& context) noexcept;

/** CLOSE and CLOSEDIR. */
void close_plainly(Slot slot, ServiceContext& context) noexcept;

}  // namespace tswalk
