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

}  // namespace execassist
