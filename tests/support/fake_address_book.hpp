// An address book with a memory; it may refuse to work.
#pragma once

#include <execassist/base/error.hpp>
#include <execassist/ports/address_book.hpp>

#include <map>
#include <string>
#include <utility>

namespace execassist::testing {

class FakeAddressBook final : public AddressBook {
 public:
  std::optional<KnownAddress> find(const std::string& channel,
                                   const std::string& user_id) override {
    check();
    const auto found = entries.find({channel, user_id});
    return found == entries.end() ? std::nullopt : std::optional(found->second);
  }
  void remember(const std::string& channel, const std::string& user_id,
                const KnownAddress& known) override {
    check();
    entries[{channel, user_id}] = known;
  }
  void forget(const std::string& channel, const std::string& user_id) override {
    check();
    ++forgotten;
    entries.erase({channel, user_id});
  }

  std::map<std::pair<std::string, std::string>, KnownAddress> entries;
  int forgotten = 0;
  bool broken = false;

 private:
  void check() const {
    if (broken) throw Error(ErrorKind::try_again, "store: busy");
  }
};

}  // namespace execassist::testing
