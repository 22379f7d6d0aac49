#include "app/refusal_limit.hpp"

#include <algorithm>
#include <iterator>

namespace execassist::app {
namespace {

constexpr int kAtOnce = 20;
constexpr std::size_t kMostAddresses = 10'000;

}  // namespace

// A clock that was set back makes nothing up, and nothing worse.
void RefusalLimit::make_up(Bucket& bucket, Instant wall) {
  const long long passed = std::max<long long>((wall - bucket.since).count(), 0);
  bucket.taken -= static_cast<int>(std::min<long long>(passed, bucket.taken));
  bucket.since = wall;
}

long long RefusalLimit::wait_of(const std::string& peer, Instant wall) {
  const std::scoped_lock lock(guard_);
  const auto found = buckets_.find(peer);
  if (found == buckets_.end()) return 0;
  make_up(found->second, wall);
  return std::max(found->second.taken - kAtOnce + 1, 0);
}

void RefusalLimit::count_refusal(const std::string& peer, Instant wall) {
  const std::scoped_lock lock(guard_);
  if (buckets_.size() >= kMostAddresses && !buckets_.contains(peer)) make_room(wall);
  Bucket& bucket = buckets_[peer];
  make_up(bucket, wall);
  bucket.taken = std::min(bucket.taken + 1, kAtOnce);
}

// Who has waited long enough is forgotten; where that is not enough, everybody is: a table that
// only grows would be the greater harm.
void RefusalLimit::make_room(Instant wall) {
  for (auto each = buckets_.begin(); each != buckets_.end();) {
    make_up(each->second, wall);
    each = each->second.taken == 0 ? buckets_.erase(each) : std::next(each);
  }
  if (buckets_.size() >= kMostAddresses) buckets_.clear();
}

}  // namespace execassist::app
