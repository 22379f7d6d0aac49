#include <execassist/base/encoding.hpp>
#include <execassist/base/identifier.hpp>

#include <string>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("encoding: base64url, by the examples of RFC 4648 section 10") {
  struct Case {
    std::string bytes;
    std::string text;
    std::string padded;
  };
  const Case cases[] = {
      {"", "", ""},
      {"f", "Zg", "Zg=="},
      {"fo", "Zm8", "Zm8="},
      {"foo", "Zm9v", "Zm9v"},
      {"foob", "Zm9vYg", "Zm9vYg=="},
      {"fooba", "Zm9vYmE", "Zm9vYmE="},
      {"foobar", "Zm9vYmFy", "Zm9vYmFy"},
      {std::string(1, '\0'), "AA", "AA=="},
      {"\xff\xef\xbe", "_---", "_---"},  // both characters that base64 has otherwise
  };
  for (const Case& each : cases) {
    CAPTURE(each.text);
    CHECK(base64url(each.bytes) == each.text);
    CHECK(from_base64url(each.text) == each.bytes);
    CHECK(from_base64url(each.padded) == each.bytes);
  }
}

TEST_CASE("encoding: base64 has padding and the two other characters") {
  CHECK(base64("").empty());
  CHECK(base64("f") == "Zg==");
  CHECK(base64("fo") == "Zm8=");
  CHECK(base64("foo") == "Zm9v");
  CHECK(base64("Aladdin:open sesame") == "QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK(base64("\xff\xef\xbe") == "/+++");
  CHECK(base64(std::string(100, 'x')).find('\n') == std::string::npos);
}

TEST_CASE("encoding: every byte at every place comes back") {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes += static_cast<char>(i);
    CHECK(from_base64url(base64url(bytes)) == bytes);
  }
  CHECK(base64url(bytes).find_first_of("+/=\n") == std::string::npos);
}

TEST_CASE("encoding: what is not exactly base64url gives nothing") {
  const std::string cases[] = {
      "Z",
      "Zm9vY",
      "Zg=",
      "Zg===",
      "Zm8==",
      "Zm9v====",
      "=",
      "==",
      "====",
      "Zg==Zg",
      "Z=g=",
      "Zm+v",
      "Zm/v",
      "Zm 9v",
      "Zm9v\n",
      "Zm9v\r\n",
      " Zm9v",
      "Zm9v ",
      "Zm.v",
      "Zm\xc3v",
      std::string("Zm9v\0", 5),
      "Zh",  // spare bits that are not zero: a second text for "f"
      "Zm9=",
      "Zm\xe2\x80\x8b"
      "9v",
  };
  for (const std::string& each : cases) {
    CAPTURE(each);
    CHECK_FALSE(from_base64url(each).has_value());
  }
}

TEST_CASE("encoding: of all bytes, 64 are digits, at every place of a group") {
  for (std::size_t at = 0; at < 4; ++at) {
    int taken = 0;
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = "AAAA";
      text[at] = static_cast<char>(byte);
      // "AAA=" is right: padding.
      if (byte != '=' && from_base64url(text)) ++taken;
    }
    CAPTURE(at);
    CHECK(taken == 64);
  }
}

TEST_CASE("encoding: SHA-256 as bytes is what the hexadecimal form says") {
  for (const std::string& text : {std::string(), std::string("abc"), std::string("a\0b", 3)}) {
    const std::string digest = sha256_bytes(text);
    REQUIRE(digest.size() == 32);
    std::string hex;
    for (const char each : digest) {
      const auto byte = static_cast<unsigned char>(each);
      hex += {"0123456789abcdef"[byte >> 4U], "0123456789abcdef"[byte & 15U]};
    }
    CHECK(hex == sha256_hex(text));
  }
}

TEST_CASE("encoding: hex, and HMAC-SHA-256 by the cases of RFC 4231") {
  CHECK(hex(std::string("\x00\xff\x1a", 3)) == "00ff1a");
  CHECK(hex("").empty());
  CHECK(hex(hmac_sha256(std::string(20, '\x0b'), "Hi There")) ==
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  CHECK(hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  CHECK(hex(hmac_sha256(std::string(131, '\xaa'),
                        "Test Using Larger Than Block-Size Key - Hash Key First")) ==
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

}  // namespace execassist
