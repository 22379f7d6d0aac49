// Percent-encoding and form fields (RFC 3986; application/x-www-form-urlencoded).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace execassist::wire {

// All but A-Z a-z 0-9 - . _ ~, with upper-case hex digits: right for a path segment (calendar ids
// hold @ and #) and for a query value.
std::string percent_encode(std::string_view text);

// Broken escapes are kept as they are; "+" is no blank here.
std::string percent_decode(std::string_view text);

// "file:///home/ada/a%20b": of an absolute path.
std::string file_url(std::string_view path);

using Fields = std::vector<std::pair<std::string, std::string>>;

// "name=value&name=value", encoded, in the order given: a query or a form body.
std::string encode_fields(const Fields& fields);

// Takes "+" for a blank; tolerates missing values and broken escapes (kept as they are).
Fields decode_fields(std::string_view query);

// The first value of that name.
std::optional<std::string> field(const Fields& fields, std::string_view name);

// What stands between "?" and "#" of an address; empty without a query.
std::string_view query_of(std::string_view url);

}  // namespace execassist::wire
