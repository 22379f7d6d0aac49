// What a server that understands the parameter `fields` leaves of an answer: only what is named
// ("a,b(c,d),e/f" of Google's partial responses). A client that forgets to name something misses
// it.
#pragma once

#include "wire/json.hpp"

#include <string_view>

namespace execassist::testing {

wire::Json partial_answer(const wire::Json& whole, std::string_view fields);

}  // namespace execassist::testing
