// {name} in an argument or an address of the settings: what a context source is told of a meeting.
// A name has letters, digits, "_" and "-"; `${name}` is left alone (it is the shell's), and so are
// braces around anything else. Nothing that is filled in is looked at again.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace execassist {

// Those that there are, without braces.
const std::vector<std::string>& placeholder_names();

bool has_placeholder(std::string_view text);

// The first that is not known, without braces.
std::optional<std::string> unknown_placeholder(std::string_view text);

// `value_of` is asked for known names only; what is not known stays as it is.
std::string fill_placeholders(std::string_view text,
                              const std::function<std::string(std::string_view name)>& value_of);

}  // namespace execassist
