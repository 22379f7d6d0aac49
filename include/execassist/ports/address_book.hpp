// What a channel had to look up about a user, remembered across runs: asked for once, not at every
// message. May be used from several threads at once.
#pragma once

#include <optional>
#include <string>

namespace execassist {

struct KnownAddress {
  std::string found_by;      // what it was looked up by; another one makes the entry void
  std::string address;       // "U0001"
  std::string conversation;  // "D0001"; empty when not known yet
};

class AddressBook {
 public:
  virtual ~AddressBook() = default;
  virtual std::optional<KnownAddress> find(const std::string& channel,
                                           const std::string& user_id) = 0;
  virtual void remember(const std::string& channel, const std::string& user_id,
                        const KnownAddress& known) = 0;
  virtual void forget(const std::string& channel, const std::string& user_id) = 0;
};

}  // namespace execassist
