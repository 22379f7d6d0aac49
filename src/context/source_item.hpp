// What all context sources have in common: the names on an item, and what a request says of the
// meeting in the place of a placeholder.
#pragma once

#include <execassist/model/context_item.hpp>
#include <execassist/ports/context_source.hpp>
#include <execassist/settings/settings.hpp>

#include <string>
#include <string_view>

namespace execassist::context {

// With name, label and origin; nothing of the address but scheme, host and port, and nothing of the
// arguments.
ContextItem empty_item(const ContextSettings& settings);

// REQUIRES: `name` is one of placeholder_names(). Times are RFC 3339 in UTC.
std::string placeholder_value(const ContextRequest& request, std::string_view name);

// "permission denied": what errno means.
std::string system_reason(int error);

}  // namespace execassist::context
