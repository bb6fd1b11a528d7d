/**
 * How many processors this process may use: `usable_processors` of system-calls.h.
 *
 * In: the affinity mask, and the control groups' quotas: cpu.max ("QUOTA PERIOD", or "max PERIOD") of cgroup v2, cpu.cfs_quota_us and
 * cpu.cfs_period_us of v1, each of the process's own group and of all above it. Out: a number of threads worth having, at least 1.
 * See cgroups(7), and Documentation/admin-guide/cgroup-v2.rst. A quota of one and a half processors counts as two.
 */
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

#include "proc-file.h"
#include "system-calls.h"

namespace tswalk {

namespace {

/** The processors of the affinity mask; what the system has where that cannot be read. */
int affine_processors() noexcept {
  // A mask of cpu_set_t's 1024 processors is refused (EINVAL) on machines with more.
  for (int most = CPU_SETSIZE; most <= 64 * CPU_SETSIZE; most *= 4) {
    cpu_set_t* const set = CPU_ALLOC(static_cast<std::size_t>(most));
    if (set == nullptr) break;
    const std::size_t bytes = CPU_ALLOC_SIZE(static_cast<std::size_t>(most));
    const int count = ::sched_getaffinity(0, bytes, set) == 0 ? CPU_COUNT_S(bytes, set) : 0;
    CPU_FREE(set);
    if (count > 0) return count;
  }
  return static_cast<int>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
}

/** Quota by period, in processors; HUGE_VAL where there is none. */
double quota_of(double quota, double period) noexcept { return quota > 0 && period > 0 ? quota / period : HUGE_VAL; }

double quota_v2(const std::string& directory) noexcept {
  double quota, period;
  return std::sscanf(read_file(directory + "/cpu.max").c_str(), "%lf %lf", &quota, &period) == 2 ? quota_of(quota, period) : HUGE_VAL;
}

double quota_v1(const std::string& directory) noexcept {
  return quota_of(std::atof(read_file(directory + "/cpu.cfs_quota_us").c_str()),
                  std::atof(read_file(directory + "/cpu.cfs_period_us").c_str()));
}

/** The least quota of `group` and the groups above it, in the hierarchy mounted at `mount`. */
double least_quota(const std::string& mount, std::string group, double (*quota)(const std::string&)) noexcept {
  double least = quota(mount);
  while (group.size() > 1) {
    least = std::min(least, quota(mount + group));
    group.resize(group.rfind('/'));
  }
  return least;
}

/** The group of the line of /proc/self/cgroup that starts, after its number, with `controllers`; empty where there is none. */
std::string group_of(const std::string& groups, const char* controllers) noexcept {
  const std::size_t found = groups.find(controllers);
  if (found == std::string::npos) return {};
  const std::size_t start = groups.find('/', found);
  return start == std::string::npos ? std::string() : groups.substr(start, groups.find('\n', start) - start);
}

}  // namespace

int usable_processors() noexcept {
  const std::string groups = read_file("/proc/self/cgroup");
  const double quota = std::min(least_quota("/sys/fs/cgroup", group_of(groups, "0::"), quota_v2),
                                least_quota("/sys/fs/cgroup/cpu", group_of(groups, ":cpu"), quota_v1));
  const int affine = affine_processors();
  return quota < affine ? std::max(1, static_cast<int>(std::ceil(quota))) : affine;
}

}  // namespace tswalk
