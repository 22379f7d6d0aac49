#include <execassist/base/secret.hpp>

#include <sodium.h>

namespace execassist {

bool same_secret(const Secret& one, const Secret& other) {
  const std::string& a = one.reveal();
  const std::string& b = other.reveal();
  // How long a token is, everybody may know.
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace execassist
