# The addon tswalk.node. It is built by scripts/build-native.mjs, which says with the variables below where liburing is:
# `uring_library` is what to link (the static archive where it can be linked into a shared object, so that the built addon
# runs where no liburing is installed), empty where there is none; then only the synchronous workers are compiled in. `variant` is for tests:
# `faults` can be told to fail (test/faults/shim.cc), `address` and `thread` have the sanitizers in.
{
  "variables": {
    "uring_cflags%": "",
    "uring_library%": "",
    "uring_version%": "unknown",
    "variant%": "",
  },
  "targets": [
    {
      "target_name": "tswalk",
      "sources": [
        "accounts.cc",
        "addon-metadata.cc",
        "addon-queue.cc",
        "addon-spawn.cc",
        "addon.cc",
        "backend.cc",
        "dirent-pack.cc",
        "dispatch-sync.cc",
        "dispatch-uring.cc",
        "ioq.cc",
        "locale.cc",
        "metadata.cc",
        "open-directory.cc",
        "processors.cc",
        "ring.cc",
        "service.cc",
        "signals.cc",
        "spawn.cc",
        "stat-convert.cc",
        "system-calls.cc",
        "worker.cc",
      ],
      # As a system directory: the warnings are for our own code.
      "cflags_cc": [
        "-isystem", "<!(node -p \"require('path').resolve(require('node-addon-api').include_dir)\")",
        "-Wall", "-Wextra", "-Werror", "-std=c++20", "-fno-exceptions", "-fno-rtti", "-fvisibility=hidden", "-O3",
      ],
      "cflags_cc!": ["-std=gnu++17", "-std=gnu++14", "-std=gnu++20", "-fexceptions"],
      # The last: in a worker thread that is being terminated every call fails, and its failure cannot be thrown; the default is to abort.
      "defines": ["NAPI_VERSION=8", "NODE_ADDON_API_DISABLE_CPP_EXCEPTIONS", "NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS"],
      "ldflags": ["-pthread", "-Wl,--gc-sections"],
      "conditions": [
        ["uring_library!=''", {
          "defines": ["TSWALK_HAVE_URING=1", "TSWALK_URING_VERSION=<(uring_version)"],
          "cflags_cc": ["<@(uring_cflags)"],
          "libraries": ["<@(uring_library)"],
        }],
        ["variant=='faults'", {
          "sources": ["../test/faults/shim.cc"],
          "ldflags": [
            "-Wl,--wrap=open64,--wrap=openat64,--wrap=close,--wrap=read,--wrap=write,--wrap=syscall,--wrap=statx,--wrap=fstat64",
            "-Wl,--wrap=fstatat64,--wrap=readlinkat,--wrap=unlinkat,--wrap=faccessat,--wrap=poll,--wrap=fcntl64,--wrap=getrlimit64",
            "-Wl,--wrap=mmap64,--wrap=pthread_create,--wrap=clone,--wrap=_ZnwmRKSt9nothrow_t,--wrap=_ZnamRKSt9nothrow_t",
            "-Wl,--wrap=_ZnwmSt11align_val_tRKSt9nothrow_t,--wrap=_ZnamSt11align_val_tRKSt9nothrow_t,--wrap=io_uring_queue_init",
            "-Wl,--wrap=io_uring_register_iowq_max_workers,--wrap=io_uring_get_probe_ring,--wrap=io_uring_submit_and_wait",
            "-Wl,--wrap=io_uring_peek_batch_cqe,--wrap=munmap,--wrap=_ZdlPv,--wrap=_ZdlPvm,--wrap=_ZdaPv,--wrap=_ZdaPvm",
            "-Wl,--wrap=_ZdlPvSt11align_val_t,--wrap=_ZdlPvmSt11align_val_t,--wrap=_ZdaPvSt11align_val_t,--wrap=_ZdaPvmSt11align_val_t",
          ],
        }],
        ["variant=='address'", {
          "cflags_cc": ["-fsanitize=address,undefined", "-fno-sanitize-recover=all", "-fno-omit-frame-pointer", "-g", "-O1"],
          "ldflags": ["-fsanitize=address,undefined"],
        }],
        ["variant=='thread'", {
          "cflags_cc": ["-fsanitize=thread", "-g", "-O1"],
          "ldflags": ["-fsanitize=thread"],
        }],
      ],
    },
  ],
}
