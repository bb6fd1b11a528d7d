/**
 * A table of states: from the fingerprint of each to the number of interleavings that begin there.
 *
 * In: 64-bit fingerprints, which are hashes already. Open addressing, as the explorer spends most of its time in looking up.
 */
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace explore {

class StateTable {
 public:
  std::size_t size() const { return size_; }

  /** The number noted with `fingerprint`, or null. */
  const double* find(std::uint64_t fingerprint) const {
    const Entry& entry = entries_[place(fingerprint)];
    return entry.interleavings == 0 ? nullptr : &entry.interleavings;
  }

  /** Note a state that has not been noted yet. `interleavings` is at least 1. */
  void add(std::uint64_t fingerprint, double interleavings) {
    if (++size_ * 2 > entries_.size()) grow();
    entries_[place(fingerprint)] = {fingerprint, interleavings};
  }

 private:
  struct Entry {
    std::uint64_t fingerprint = 0;
    double interleavings = 0;  ///< 0: unused
  };

  /** Where the fingerprint is, or would be. */
  std::size_t place(std::uint64_t fingerprint) const {
    std::size_t index = fingerprint & (entries_.size() - 1);
    while (entries_[index].interleavings != 0 && entries_[index].fingerprint != fingerprint) {
      index = (index + 1) & (entries_.size() - 1);
    }
    return index;
  }

  void grow() {
    std::vector<Entry> old(entries_.size() * 2);
    old.swap(entries_);
    for (const Entry& entry : old) {
      if (entry.interleavings != 0) entries_[place(entry.fingerprint)] = entry;
    }
  }

  std::vector<Entry> entries_ = std::vector<Entry>(1024);
  std::size_t size_ = 0;
};

}  // namespace explore
