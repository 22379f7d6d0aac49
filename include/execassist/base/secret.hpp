// A value that must never be printed. It converts to nothing; whoever needs the bytes says
// reveal().
#pragma once

#include <ostream>
#include <string>

namespace execassist {

class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string value) : value_(std::move(value)) {}

  const std::string& reveal() const { return value_; }
  bool empty() const { return value_.empty(); }

  friend std::ostream& operator<<(std::ostream& out, const Secret&) { return out << "***"; }

 private:
  std::string value_;
};

// Takes as long for a near miss as for a far one.
bool same_secret(const Secret& one, const Secret& other);

}  // namespace execassist
