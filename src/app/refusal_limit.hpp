// How often an address may fail to prove itself: twenty times at once, then once a second. For each
// address a token bucket, for a bounded number of addresses.
#pragma once

#include <execassist/base/instant.hpp>

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

namespace execassist::app {

class RefusalLimit {
 public:
  // Seconds until that address is heard again; 0: it is heard now.
  long long wait_of(const std::string& peer, Instant wall);

  void count_refusal(const std::string& peer, Instant wall);

 private:
  struct Bucket {
    int taken = 0;  // refusals that time has not made up for yet
    Instant since{};
  };

  static void make_up(Bucket& bucket, Instant wall);
  void make_room(Instant wall);

  std::mutex guard_;
  std::map<std::string, Bucket> buckets_;
};

}  // namespace execassist::app
