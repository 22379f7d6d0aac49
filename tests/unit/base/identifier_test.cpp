#include <execassist/base/identifier.hpp>

#include <set>
#include <string>

#include <doctest/doctest.h>

namespace execassist {
namespace {

constexpr std::string_view kAlphabet = "0123456789abcdefghjkmnpqrstvwxyz";  // without i, l, o, u

}  // namespace

TEST_CASE("identifier: random ones differ, have 16 characters and use the whole alphabet") {
  std::set<std::string> seen;
  std::set<char> used;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = random_id();
    CHECK(id.size() == 16);
    CHECK(id.find_first_not_of(kAlphabet) == std::string::npos);
    used.insert(id.begin(), id.end());
    seen.insert(id);
  }
  CHECK(seen.size() == 1000);
  CHECK(used.size() == kAlphabet.size());
}

TEST_CASE("identifier: derived ones are the first 80 bits of SHA-256") {
  // ba7816bf8f01cfea4141 in groups of five bits.
  CHECK(derived_id("abc") == "q9w1dfwf077ymga1");
  CHECK(derived_id("abc") == derived_id("abc"));
  CHECK(derived_id("abc") != derived_id("abd"));
  CHECK(derived_id(std::string("a\0b", 3)) != derived_id("a"));
}

TEST_CASE("identifier: SHA-256, by the examples of FIPS 180-2") {
  CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(std::string(1000000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

}  // namespace execassist
