#include "support/error_of.hpp"

#include <execassist/base/seal.hpp>

#include <set>
#include <string>

#include <doctest/doctest.h>

namespace execassist {

namespace {

std::string bytes_from(unsigned first, unsigned count) {
  std::string bytes;
  for (unsigned i = 0; i < count; ++i) bytes += static_cast<char>(first + i);
  return bytes;
}

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
  }
  return bytes;
}

}  // namespace

TEST_CASE("seal: what was sealed opens with the same key and context") {
  const Secret key = new_sealing_key();
  for (const std::string& plain : {std::string(), std::string("1//refresh"), std::string("a\0b", 3),
                                   std::string(100000, 'x')}) {
    CAPTURE(plain.size());
    const std::string sealed = seal(key, Secret(plain), "here");
    CHECK(sealed.size() == plain.size() + 40);
    const auto opened = unseal(key, sealed, "here");
    REQUIRE(opened);
    CHECK(opened->reveal() == plain);
    if (plain.size() > 3) CHECK(sealed.find(plain) == std::string::npos);
  }
}

TEST_CASE("seal: the nonce, then what the example of draft-irtf-cfrg-xchacha A.3.1 says") {
  const std::string plain =
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, "
      "sunscreen would be it.";
  const std::string sealed =
      bytes_from(0x40, 24) + from_hex(
                                 "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb"
                                 "731c7f1b0b4aa6440bf3a82f4eda7e39ae64c6708c54c216cb96b72e1213b452"
                                 "2f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
                                 "21f9664c97637da9768812f615c68b13b52e"
                                 "c0875924c1c7987947deafd8780acf49");
  const auto opened =
      unseal(Secret(bytes_from(0x80, 32)), sealed, from_hex("50515253c0c1c2c3c4c5c6c7"));
  REQUIRE(opened);
  CHECK(opened->reveal() == plain);
}

TEST_CASE("seal: the same text is never sealed alike") {
  const Secret key = new_sealing_key();
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) seen.insert(seal(key, Secret("same"), "here"));
  CHECK(seen.size() == 100);
}

TEST_CASE("seal: keys differ and have 32 bytes") {
  const Secret one = new_sealing_key();
  const Secret other = new_sealing_key();
  CHECK(one.reveal().size() == 32);
  CHECK(one.reveal() != other.reveal());
}

TEST_CASE("seal: another key or context opens nothing") {
  const Secret key = new_sealing_key();
  const std::string sealed = seal(key, Secret("secret"), "here");
  CHECK_FALSE(unseal(new_sealing_key(), sealed, "here"));
  for (const std::string& context :
       {std::string(), std::string("there"), std::string("her"), std::string("here "),
        std::string("here\0", 5), std::string("Here")}) {
    CAPTURE(context);
    CHECK_FALSE(unseal(key, sealed, context));
  }
  for (const std::size_t length : {0U, 1U, 31U, 33U, 64U}) {
    CAPTURE(length);
    CHECK_FALSE(unseal(Secret(std::string(length, 'k')), sealed, "here"));
  }
}

TEST_CASE("seal: one bit changed, or a byte less or more, opens nothing") {
  const Secret key = new_sealing_key();
  const std::string sealed = seal(key, Secret("secret"), "here");
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    for (const int bit : {0, 7}) {
      std::string changed = sealed;
      changed[at] = static_cast<char>(changed[at] ^ (1 << bit));
      CAPTURE(at);
      CHECK_FALSE(unseal(key, changed, "here"));
    }
    CHECK_FALSE(unseal(key, sealed.substr(0, at), "here"));
    CHECK_FALSE(unseal(key, sealed.substr(at + 1), "here"));
  }
  CHECK_FALSE(unseal(key, sealed + '\0', "here"));
  CHECK_FALSE(unseal(key, "", ""));
}

TEST_CASE("seal: a key that is none is a broken promise, told without it") {
  for (const std::string& key : {std::string(), std::string("short-key"), std::string(33, 'k')}) {
    CAPTURE(key);
    const auto error = testing::error_of([&] { seal(Secret(key), Secret("plain"), "here"); });
    REQUIRE(error);
    CHECK(error->kind() == ErrorKind::failed);
    CHECK(error->message().find("plain") == std::string::npos);
    CHECK(error->message().find("short-key") == std::string::npos);
  }
}

}  // namespace execassist
