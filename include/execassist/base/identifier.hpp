// Identifiers: lower-case Crockford base32, 16 characters (80 bits), easy to read aloud and to type
// a prefix of.
#pragma once

#include <string>
#include <string_view>

namespace execassist {

std::string random_id();

// The same input gives the same id, for things whose identity comes from outside (meetings).
std::string derived_id(std::string_view input);

// 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

}  // namespace execassist
