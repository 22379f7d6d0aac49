#include "store/address_store.hpp"

#include "support/scratch_folder.hpp"

#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::store::testing {

using execassist::testing::ScratchFolder;

namespace {

void check_known(AddressStore& addresses, const std::string& channel, const std::string& user_id,
                 const KnownAddress& expected) {
  const auto known = addresses.find(channel, user_id);
  REQUIRE(known);
  CHECK(known->found_by == expected.found_by);
  CHECK(known->address == expected.address);
  CHECK(known->conversation == expected.conversation);
}

}  // namespace

TEST_CASE("addresses: one for each channel and user, seen by every connection") {
  const ScratchFolder folder;
  AddressStore addresses(Database::open(folder.at("a.db"), OpenMode::read_write));
  AddressStore elsewhere(Database::open(folder.at("a.db"), OpenMode::read_write));
  CHECK_FALSE(addresses.find("slack", "ada"));
  addresses.remember("slack", "ada", {"ada@example.com", "U0001", ""});
  addresses.remember("slack", "bob", {"bob@example.com", "U0002", "D0002"});
  addresses.remember("sms", "ada", {"+15550100", "+15550100", ""});
  check_known(elsewhere, "slack", "ada", {"ada@example.com", "U0001", ""});

  elsewhere.remember("slack", "ada", {"ada@example.org", "U0003", "D0003"});
  check_known(addresses, "slack", "ada", {"ada@example.org", "U0003", "D0003"});
  check_known(addresses, "slack", "bob", {"bob@example.com", "U0002", "D0002"});

  addresses.forget("slack", "ada");
  CHECK_FALSE(elsewhere.find("slack", "ada"));
  check_known(elsewhere, "sms", "ada", {"+15550100", "+15550100", ""});
  addresses.forget("slack", "ada");  // once more does no harm
}

TEST_CASE("addresses: any text comes back as it was") {
  AddressStore addresses(Database::in_memory());
  const std::string strange = std::string("'; --\n\0\xff", 8) + "\xf0\x9f\x97\x9d";
  addresses.remember(strange, strange, {strange, strange, strange});
  check_known(addresses, strange, strange, {strange, strange, strange});
  addresses.remember("", "", {});
  check_known(addresses, "", "", {});
}

TEST_CASE("addresses: threads share one connection") {
  constexpr int kThreads = 4;
  constexpr int kEach = 50;
  AddressStore addresses(Database::in_memory());
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kEach; ++i) {
        const std::string id = std::to_string(thread) + "-" + std::to_string(i);
        addresses.remember("slack", id, {id, "U" + id, ""});
        if (i % 2 == 1) addresses.forget("slack", id);
        addresses.remember("slack", "shared", {"", id, ""});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (int thread = 0; thread < kThreads; ++thread) {
    for (int i = 0; i < kEach; ++i) {
      const std::string id = std::to_string(thread) + "-" + std::to_string(i);
      CHECK(addresses.find("slack", id).has_value() == (i % 2 == 0));
    }
  }
  CHECK(addresses.find("slack", "shared"));
}

}  // namespace execassist::store::testing
