#include "channels/email_address.hpp"

#include <execassist/base/encoding.hpp>
#include <execassist/base/text.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include <doctest/doctest.h>

namespace execassist::channels {
namespace {

std::string repeated(const std::string& text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

// What a reader shows for encoded words; fails on a word that breaks RFC 2047.
std::string decoded(const std::string& words) {
  std::string out;
  for (const std::string& word : split(words, ' ')) {
    CAPTURE(word);
    CHECK(word.size() <= 75);
    REQUIRE(word.starts_with("=?UTF-8?B?"));
    REQUIRE(word.ends_with("?="));
    std::string digits = word.substr(10, word.size() - 12);
    CHECK(digits.size() % 4 == 0);
    CHECK(digits.find_first_of("-_") == std::string::npos);
    std::replace(digits.begin(), digits.end(), '+', '-');
    std::replace(digits.begin(), digits.end(), '/', '_');
    const auto bytes = from_base64url(digits);
    REQUIRE(bytes);
    CHECK(to_valid_utf8(*bytes) == *bytes);  // no character is split
    out += *bytes;
  }
  return out;
}

std::string name_in(const std::string& mailbox) { return mailbox.substr(0, mailbox.find(" <")); }

}  // namespace

TEST_CASE("email address: plain ones pass") {
  for (const std::string& address : std::vector<std::string>{
           "ada@example.com", "a@b", "first.last+tag@mail.example.co.uk", "o'brien@example.com",
           "UPPER_case-1@EXAMPLE.com", "x@xn--bcher-kva.example", "#!$%&*/?=^`{|}~@example.com",
           std::string(64, 'a') + "@example.com"}) {
    CAPTURE(address);
    CHECK(address_objection(address).empty());
  }
}

TEST_CASE("email address: everything else is refused") {
  for (const std::string& address :
       std::vector<std::string>{"",
                                "ada",
                                "@example.com",
                                "ada@",
                                "a@b@c",
                                "ada@@example.com",
                                "ada @example.com",
                                " ada@example.com",
                                "ada@example.com ",
                                "ada@example.com,bob@example.com",
                                "ada@example.com;bob@example.com",
                                "<ada@example.com>",
                                "Ada <ada@example.com>",
                                "\"ada b\"@example.com",
                                "ada@example.com\r\nBcc: bob@example.com",
                                "ada@exam\nple.com",
                                "ada\t@example.com",
                                std::string("ada\0@example.com", 16),
                                "ada@[127.0.0.1]",
                                "ada@.example.com",
                                "ada@example.com.",
                                "ada@example..com",
                                "ada@-example.com",
                                "ada@example-",
                                "ada(comment)@example.com",
                                "a:b@example.com",
                                "a\\b@example.com",
                                "ada@exa_mple.com",
                                "=?utf-8?q?x?=@example.com",
                                "grüße@example.com",
                                "ada@bücher.example",
                                "ada\u202E@example.com",
                                std::string(65, 'a') + "@example.com",
                                "a@" + std::string(260, 'b')}) {
    CAPTURE(address);
    CHECK_FALSE(address_objection(address).empty());
  }
  CHECK(address_objection("") == "is empty");
  // What is wrong is not shown again.
  CHECK(address_objection("a b@c") == "is not one plain address such as ada@example.com");
  CHECK(address_objection("a@bücher.example").find("xn--") != std::string::npos);
}

TEST_CASE("email address: names in ASCII stand between quotes") {
  struct Case {
    std::string name;
    std::string expected;
  };
  for (const auto& [name, expected] : {
           Case{"", "a@b.example"},
           Case{" \r\n ", "a@b.example"},
           Case{"Ada Byron", "\"Ada Byron\" <a@b.example>"},
           Case{"Byron, Ada (Dr.)", "\"Byron, Ada (Dr.)\" <a@b.example>"},
           Case{R"(A "the" \B)", R"("A \"the\" \\B" <a@b.example>)"},
           Case{R"(x" <evil@c.example>, ")", R"("x\" <evil@c.example>, \"" <a@b.example>)"},
           Case{"Ada\r\nBcc: bob@c.example", "\"Ada Bcc: bob@c.example\" <a@b.example>"},
           Case{"Ada\u202E", "\"Ada\" <a@b.example>"},
       }) {
    CAPTURE(name);
    CHECK(mailbox(name, "a@b.example") == expected);
  }
  CHECK(mailbox(std::string(10'000, 'a'), "a@b.example").size() < 500);
}

TEST_CASE("email address: other names become encoded words") {
  CHECK(mailbox("Grüße", "a@b.example") == "=?UTF-8?B?R3LDvMOfZQ==?= <a@b.example>");
  for (const std::string& name :
       std::vector<std::string>{"Zoë", "漢字の名前", "Ödön von Horváth 😀 " + repeated("ß漢😀", 20),
                                "=?UTF-8?B?WA==?=", repeated("é", 23), repeated("x", 44) + "é",
                                repeated("x", 45) + "é"}) {
    CAPTURE(name);
    const std::string box = mailbox(name, "a@b.example");
    CHECK(box.ends_with(" <a@b.example>"));
    CHECK(decoded(name_in(box)) == name);
    CHECK(std::all_of(box.begin(), box.end(), [](char c) { return c >= 0x20 && c < 0x7f; }));
  }
  const std::string cut = decoded(name_in(mailbox(repeated("漢", 1000), "a@b.example")));
  CHECK(cut == repeated("漢", 133));
  CHECK(decoded(name_in(mailbox("Zoë\r\nBcc: x@y.example", "a@b.example"))) ==
        "Zoë Bcc: x@y.example");
}

}  // namespace execassist::channels
