// What a call threw, as a value that a test can look at.
#pragma once

#include <execassist/base/error.hpp>

#include <optional>

namespace execassist::testing {

template <class Call>
std::optional<Error> error_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

}  // namespace execassist::testing
