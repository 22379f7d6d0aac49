#include <execassist/base/secret.hpp>

#include <sstream>
#include <string>
#include <type_traits>

#include <doctest/doctest.h>

namespace execassist {

TEST_CASE("secret: prints as stars and converts to nothing") {
  const Secret secret("hunter2");
  std::ostringstream out;
  out << secret << Secret();
  CHECK(out.str() == "******");
  CHECK(secret.reveal() == "hunter2");
  CHECK_FALSE(secret.empty());
  CHECK(Secret().empty());
  CHECK_FALSE(std::is_convertible_v<Secret, std::string>);
  CHECK_FALSE(std::is_convertible_v<std::string, Secret>);
}

TEST_CASE("secret: two are the same only when every byte is") {
  struct Case {
    std::string one;
    std::string other;
    bool same;
  };
  const Case cases[] = {
      {"", "", true},
      {"hunter2", "hunter2", true},
      {"hunter2", "hunter3", false},
      {"hunter2", "Hunter2", false},
      {"hunter2", "hunter", false},
      {"hunter2", "hunter22", false},
      {"", "x", false},
      {std::string("a\0b", 3), std::string("a\0b", 3), true},
      {std::string("a\0b", 3), std::string("a\0c", 3), false},
  };
  for (const Case& each : cases) {
    CAPTURE(each.one);
    CAPTURE(each.other);
    CHECK(same_secret(Secret(each.one), Secret(each.other)) == each.same);
    CHECK(same_secret(Secret(each.other), Secret(each.one)) == each.same);
  }
}

}  // namespace execassist
