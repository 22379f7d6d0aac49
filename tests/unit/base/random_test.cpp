#include <execassist/base/random.hpp>

#include <algorithm>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("random: the spread fills [-1, 1)") {
  double least = 1;
  double most = -1;
  for (int i = 0; i < 2000; ++i) {
    const double spread = random_spread();
    CHECK(spread >= -1.0);
    CHECK(spread < 1.0);
    least = std::min(least, spread);
    most = std::max(most, spread);
  }
  CHECK(least < -0.9);
  CHECK(most > 0.9);
}

TEST_CASE("random: tokens are 43 characters of base64url and differ, in several threads too") {
  constexpr int kThreads = 4;
  constexpr int kEach = 100;
  std::vector<std::vector<std::string>> drawn(kThreads);
  std::vector<std::thread> threads;
  for (auto& mine : drawn) {
    threads.emplace_back([&mine] {
      for (int i = 0; i < kEach; ++i) mine.push_back(random_token().reveal());
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::string> seen;
  std::set<char> used;
  for (const auto& mine : drawn) {
    for (const std::string& token : mine) {
      CHECK(token.size() == 43);
      seen.insert(token);
      used.insert(token.begin(), token.end());
    }
  }
  CHECK(seen.size() == kThreads * kEach);
  CHECK(used.size() == 64);
  CHECK(std::string(used.begin(), used.end()) ==
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");
}

}  // namespace execassist
